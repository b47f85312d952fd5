"""The mean of all detectors is worse than one of them."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination
from touchstone.conclusions.metrics import SIGNIFICANT

from ...cause import Cause
from ...finding import Evidence, Finding
from .harmful import ALL_SCORED, harmful

WORSE_GAIN = 0.01
"""Smallest AUC by which a single detector must beat the mean of all detectors to count."""


def worse_than_member(together: EnsembleExamination) -> Finding | None:
    """The mean probability of all detectors, which most would try first, against the best single one chosen on other groups."""
    difference = together.best_over_mean
    if difference is None or difference.p_value is None or difference.p_value > SIGNIFICANT:
        return None
    gain = difference.estimate
    if gain.value is None or gain.value < WORSE_GAIN or not gain.above(0):
        return None
    evidence = [Evidence.of("AUC of the best single detector minus that of the mean probability of all, on held-out groups",
                            gain, ALL_SCORED)]  # fmt: skip
    members = harmful(together)
    evidence += [
        Evidence.of(f"AUC of the mean rank of all members minus the AUC without {part.detector}", part.gain, ALL_SCORED)
        for part in members
        if part.gain is not None
    ]
    names = ", ".join(part.detector for part in members)
    first = f"leave out {names}" if names else "weight the members, or use the best detector alone"
    return CAUSE.finding(
        "ensemble",
        "confirmed" if members else "suspected",
        evidence,
        f"do not average all {len(together.members)} detectors: the AUC of the best single one is higher by {gain}; {first}",
    )


CAUSE = Cause(
    code="ensemble.worse_than_member",
    kind="symptom",
    severity="moderate",
    meaning="the mean of all detectors is worse than one of them",
    needs=("scores", "videos"),
    phase=4,
    done="the recommended combination is not beaten by a single detector on held-out groups",
    of_ensemble=worse_than_member,
)
