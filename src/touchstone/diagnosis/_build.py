"""How a finding is made: kind and severity come from the catalogue, the rest from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from ._codes import CODES
from ._finding import Evidence, Finding, Verdict

EXACT = 1.0
INTERVAL = 0.95


def finding(
    code: str,
    subject: str,
    verdict: Verdict,
    evidence: Sequence[Evidence],
    *,
    remedy: str,
    verify: str,
    exact: bool = False,
    explains: tuple[str, ...] = (),
) -> Finding:
    """A finding of ``code`` about ``subject``.

    Args:
        verdict: exact facts confirm alone; statistical claims need two different measurements.
        evidence: the witnesses.
        remedy: what to do, with this run's numbers.
        verify: command that checks whether it is gone.
        exact: whether it rests on facts that have no interval.
        explains: codes of symptoms of the same subject that it would explain.
    """
    known = CODES[code]
    confidence = 0.0 if verdict == "cannot_tell" else EXACT if exact else INTERVAL
    return Finding(
        code=code,
        kind=known.kind,
        severity=known.severity,
        subject=subject,
        verdict=verdict,
        confidence=confidence,
        explains=explains,
        evidence=tuple(evidence),
        remedy=remedy,
        verify=verify,
    )
