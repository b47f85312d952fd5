"""How a finding is made: kind and severity come from the catalogue, the rest from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from .codes import CODES, Pair
from .finding import Alternative, Evidence, Finding, Verdict
from .likelihoods import VERDICTS

EXACT = 1.0
UNLEARNED = {"confirmed": 0.9, "suspected": 0.6, "cannot_tell": 0.0}
"""Confidence of a code and verdict that no planted fault has been counted for."""


def finding(
    code: str,
    subject: str,
    verdict: Verdict,
    evidence: Sequence[Evidence],
    *,
    remedy: str,
    verify: str,
    exact: bool = False,
    explains: tuple[str, ...] | None = None,
    pairs: Sequence[Pair] = (),
) -> Finding:
    """A finding of ``code`` about ``subject``.

    Args:
        verdict: exact facts confirm alone; statistical claims need two different measurements.
        evidence: the witnesses.
        remedy: what to do, with this run's numbers.
        verify: command that checks whether it is gone.
        exact: whether it rests on facts that have no interval.
        explains: codes of symptoms of the same subject that it would explain; by default those of the catalogue.
        pairs: causes that it cannot be told from here.
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
        alternatives=tuple(Alternative(code=p.code, separated_by=p.separated_by) for p in pairs),
        evidence=tuple(evidence),
        remedy=remedy,
        verify=verify,
    )


def learned(code: str, verdict: Verdict) -> float:
    """Share of such findings that were true on the tuning split of the planted faults, one true and one false added."""
    if verdict == "cannot_tell":
        return 0.0
    counted = VERDICTS.get(f"{code} {verdict}")
    return UNLEARNED[verdict] if counted is None else round((counted[0] + 1) / (counted[1] + 2), 3)
