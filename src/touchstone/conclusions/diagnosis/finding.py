"""What a diagnosis says: a cause or a symptom, how sure it is, its evidence, what to do, and how to check that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from touchstone.conclusions.metrics import Estimate
from touchstone.vocabulary.excerpts import LONGEST_QUOTE, in_one_screen, short_words

FindingKind = Literal["root", "symptom", "info"]
Severity = Literal["critical", "moderate", "minor"]
Verdict = Literal["confirmed", "suspected", "cannot_tell"]

MOST_EVIDENCE_TABLES = "scores, videos"
"""Tables that most evidence comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One measured piece of evidence, a witness.

    Attributes:
        statement: what was measured, in one sentence with its numbers.
        source: tables and method that it comes from.
        value: the number; ``None`` where there is none.
        interval: its 95 % interval; ``None`` for exact facts.
        n: videos (or other units) that it rests on.
        measurement: what kind of measurement it is; ``None`` for exact facts and for context.
        minimum: smallest effect that counts.
        points: whether it supports the cause (``for``) or contradicts it (``against``); ``neither`` where there are too few data.
    """

    statement: str
    source: str
    value: float | None = None
    interval: tuple[float, float] | None = None
    n: int | None = None
    measurement: str | None = None
    minimum: float | None = None
    points: Literal["for", "against", "neither"] | None = None

    @classmethod
    def fact(cls, statement: str, source: str, value: float | None = None, n: int | None = None) -> Evidence:
        """Evidence that was counted, and has no interval. Names in the statement are cut where they are endless."""
        return cls(statement=in_one_screen(short_words(statement, LONGEST_QUOTE)), source=source, value=value, n=n)

    @classmethod
    def of(cls, statement: str, estimate: Estimate, source: str = MOST_EVIDENCE_TABLES) -> Evidence:
        """Evidence from an estimate; the statement gets its value, interval and n."""
        interval = None
        if estimate.low is not None and estimate.high is not None:
            interval = (estimate.low, estimate.high)
        return cls(
            statement=f"{statement}: {estimate}",
            value=estimate.value,
            interval=interval,
            n=estimate.n,
            source=f"{source} ({estimate.method})",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A cause that looks the same in these data.

    Attributes:
        code: the other cause, from the catalogue.
        separated_by: measurement that would distinguish the two.
    """

    code: str
    separated_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. Its code is that of its cause (``CAUSES`` in :mod:`touchstone.conclusions.diagnosis`), and so are its kind and
    its severity, unless what was found is weaker than the cause.

    Attributes:
        code: cause or symptom, from the catalogue.
        kind: root: someone can fix it; symptom: explained by a root where one is found; info.
        severity: critical and moderate ones decide the priority.
        subject: detector that it is about, or ``footage``, or ``ensemble``.
        verdict: ``cannot_tell`` says in its evidence what would be needed.
        confidence: 1 for exact facts, 0 for ``cannot_tell``; else the probability of the cause given its witnesses, learned on
            planted faults (docs/diagnosis.md).
        explains: codes of symptoms of the same subject that are gone once it is taken out of the table, as measured.
        goes_with: codes of symptoms of the same subject that it usually causes; whether it does here was not measured.
        alternatives: causes that it cannot be distinguished from with these data.
        evidence: witnesses, each with its number; at least one.
        remedy: what to do about it.
        verify: command that checks whether it is gone.
    """

    code: str
    kind: FindingKind
    severity: Severity
    subject: str
    verdict: Verdict
    confidence: float
    evidence: tuple[Evidence, ...]
    remedy: str
    verify: str
    explains: tuple[str, ...] = ()
    goes_with: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def accounts_for(self) -> tuple[str, ...]:
        """Codes of the symptoms that are listed under it."""
        return (*self.explains, *self.goes_with)

    @property
    def grade(self) -> str:
        """How grave and how sure it is, in words for a reader: ``critical, confirmed``, ``cannot tell``, ``for information``."""
        verdict = self.verdict.replace("_", " ")
        if self.kind == "info":
            return "for information" if self.verdict == "confirmed" else f"for information, {verdict}"
        return verdict if self.verdict == "cannot_tell" else f"{self.severity}, {verdict}"

    def __post_init__(self) -> None:
        if not self.evidence or not 0 <= self.confidence <= 1:
            raise ValueError(f"{self.code} of {self.subject} needs evidence, and a confidence from 0 to 1")


def gravest_first(
    findings: Iterable[Finding], *, roots_first: bool = False, leads: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Finding, ...]:
    """Sort by verdict, severity, confidence, subject, code; with ``roots_first`` by kind first, and not by confidence.

    Args:
        findings: of one run.
        roots_first: whether the kind counts before all else.
        leads: code → codes that come behind it at equal verdict and severity, whatever their confidence: of the same subject, and
            of the footage.
    """
    given = tuple(findings)
    kinds, verdicts, severities = get_args(FindingKind), get_args(Verdict), get_args(Severity)
    surest: dict[tuple[str, str, Verdict], float] = {}
    for leader in given:
        for code in (leads or {}).get(leader.code, ()):
            for subject in (leader.subject, "footage"):
                led = (code, subject, leader.verdict)
                surest[led] = max(leader.confidence, surest.get(led, 0.0))

    def key(f: Finding) -> tuple[int, int, int, float, bool, str, str]:
        behind = (f.code, f.subject, f.verdict) in surest
        confidence = min(f.confidence, surest[f.code, f.subject, f.verdict]) if behind else f.confidence
        kind, sureness = (kinds.index(f.kind), 0.0) if roots_first else (0, -confidence)
        return kind, verdicts.index(f.verdict), severities.index(f.severity), sureness, behind, f.subject, f.code

    return tuple(sorted(given, key=key))
