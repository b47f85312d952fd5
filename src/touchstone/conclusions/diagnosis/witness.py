"""A witness: one measurement that supports a cause or contradicts it, and how witnesses make a verdict.

Rules. An exact fact confirms alone. A statistical claim is confirmed by two different measurements that both reach their
smallest effect with their whole interval, and suspected on one. Where none supports it and one has
too few data, the verdict is *cannot tell*. Where all contradict it, there is no finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .finding import Evidence, Finding, Verdict

FEWEST_TO_CONFIRM, FEWEST_TO_SUSPECT = 20, 8
"""Independent units of each label from which on a statistical claim can be confirmed, and suspected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One measurement that was asked whether a cause is there.

    Attributes:
        name: its name among the witnesses of the cause.
        measurement: what it measures: two witnesses are different only if this differs.
        holds: whether it supports the cause: its value reaches the smallest effect, and its whole interval excludes no effect.
            ``None`` where there are too few data.
        evidence: the number.
    """

    name: str
    measurement: str
    holds: bool | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The witnesses of one cause that were asked, whether or not they led to a finding.

    Attributes:
        code: the cause.
        subject: detector that it is about.
        witnesses: all that were asked.
        finding: what they lead to; ``None`` where there is none.
    """

    code: str
    subject: str
    witnesses: tuple[Witness, ...]
    finding: Finding | None

    @property
    def confirmed(self) -> bool:
        """Whether the cause is confirmed."""
        return self.finding is not None and self.finding.verdict == "confirmed"


def verdict_of(witnesses: Sequence[Witness], at_most: Verdict = "confirmed") -> Verdict | None:
    """By the rules above; ``None`` where there is no finding.

    Args:
        witnesses: all that were asked.
        at_most: strongest verdict that is allowed, for what the tables leave open.
    """
    measurements = {w.measurement for w in witnesses if w.holds}
    if not measurements:
        return "cannot_tell" if any(w.holds is None for w in witnesses) else None
    return "confirmed" if len(measurements) > 1 and at_most == "confirmed" else "suspected"
