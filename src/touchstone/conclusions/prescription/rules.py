"""Where a finding goes: its list of advice, its phase of the roadmap, and its exit criterion."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.diagnosis import CAUSES, Finding, Topic
from touchstone.conclusions.examination import NO_SIGNAL_BAND


@dataclass(frozen=True, slots=True)
class Rule:
    """Where one finding goes.

    Attributes:
        topic: list of advice that its remedy belongs to.
        phase: phase of the roadmap, 1–5.
        done: exit criterion: what holds when the finding is gone.
    """

    topic: Topic
    phase: int
    done: str


UNDECIDED = Rule("specific_needs", 3, f"the AUC interval lies above 0.5, or inside 0.5 ± {NO_SIGNAL_BAND}")
"""Where a finding goes that cannot be determined yet: it needs footage that can decide it."""


def rule_of(finding: Finding, *, biased: bool = False) -> Rule:
    """Where a finding goes.

    Args:
        finding: the finding.
        biased: whether its subject has a large bias.
    """
    if finding.verdict == "cannot_tell":
        return UNDECIDED
    cause = CAUSES[finding.code]
    phase = cause.phase_of_biased if biased and cause.phase_of_biased is not None else cause.phase
    return Rule(cause.topic, phase, cause.done)
