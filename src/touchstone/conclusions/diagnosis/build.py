"""How a finding is made: kind and severity come from the catalogue, the rest from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .codes import CODES
from .finding import Evidence, Finding, Verdict
from .likelihoods import VERDICTS

EXACT = 1.0
UNLEARNED = {"confirmed": 0.9, "suspected": 0.6, "cannot_tell": 0.0}
"""Confidence of a code and verdict that no planted fault has been counted for."""


def finding(
    code: str,
    subject: str,
    verdict: Verdict,
    evidence: Sequence[Evidence],
    remedy: str,
    *,
    exact: bool = False,
    explains: tuple[str, ...] | None = None,
    options: str = "",
) -> Finding:
    """A finding of ``code`` about ``subject``; :func:`checked_by` completes it.

    Args:
        verdict: exact facts confirm alone; statistical claims need two different measurements.
        evidence: the witnesses.
        remedy: what to do, with this run's numbers.
        exact: whether it rests on facts that have no interval.
        explains: codes of symptoms of the same subject that it would explain; by default those of the catalogue.
        options: what the command that checks it needs besides that of the run.
    """
    entry = CODES[code]
    return Finding(
        code=code,
        kind=entry.kind,
        severity=entry.severity,
        subject=subject,
        verdict=verdict,
        confidence=EXACT if exact and verdict != "cannot_tell" else learned(code, verdict),
        explains=entry.explains if explains is None else explains,
        evidence=tuple(evidence),
        remedy=remedy,
        verify=options,
    )


def checked_by(command: str, findings: Iterable[Finding | None]) -> list[Finding]:
    """The findings that there are, each with the command that checks whether it is gone.

    Args:
        command: the command that makes such a run.
        findings: as :func:`finding` makes them; ``None`` where nothing was found.
    """
    return [replace(f, verify=command + f.verify) for f in findings if f is not None]


def learned(code: str, verdict: Verdict) -> float:
    """Share of such findings that were true on the tuning split of the planted faults, one true and one false added."""
    if verdict == "cannot_tell":
        return 0.0
    counted = VERDICTS.get(f"{code} {verdict}")
    return UNLEARNED[verdict] if counted is None else round((counted[0] + 1) / (counted[1] + 2), 3)
