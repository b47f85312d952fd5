"""What a finding asks for: its list of advice, its phase of the roadmap, and how one sees that it is done."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.diagnosis import CAUSES, Finding, Topic
from touchstone.conclusions.examination import NO_SIGNAL_BAND


@dataclass(frozen=True, slots=True)
class Rule:
    """What one finding asks for.

    Attributes:
        topic: list of advice that its remedy is in.
        phase: phase of the roadmap, 1–5.
        done: how one sees that it is gone.
    """

    topic: Topic
    phase: int
    done: str


UNDECIDED = Rule("specific_needs", 3, f"the AUC interval decides: it lies above 0.5, or inside 0.5 ± {NO_SIGNAL_BAND}")
"""What a finding asks for that cannot be told yet: footage that can."""


def rule_of(finding: Finding, *, biased: bool = False) -> Rule:
    """What a finding asks for.

    Args:
        finding: what was found.
        biased: whether its subject has a large bias.
    """
    if finding.verdict == "cannot_tell":
        return UNDECIDED
    cause = CAUSES[finding.code]
    phase = cause.phase_of_biased if biased and cause.phase_of_biased is not None else cause.phase
    return Rule(cause.topic, phase, cause.done)
