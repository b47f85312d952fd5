"""Where a finding goes: its list of advice, its phase of the roadmap, and its exit criterion."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.diagnosis import CAUSES, Finding, Topic


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


def rule_of(finding: Finding, *, biased: bool = False) -> Rule:
    """Where a finding goes.

    Args:
        finding: the finding.
        biased: whether its subject has a large bias.
    """
    cause = CAUSES[finding.code]
    if finding.verdict == "cannot_tell":  # it needs footage that can decide it
        return Rule("specific_needs", 3, cause.decided or "this finding is confirmed, or it is gone")
    phase = cause.phase_of_biased if biased and cause.phase_of_biased is not None else cause.phase
    return Rule(cause.topic, phase, cause.done)
