"""The score separates fake from real, but poorly: a detector that is neither useless nor good, and no fault of wiring."""

from __future__ import annotations

from ...cause import Cause, OfDetector
from ...finding import Evidence, Finding

WEAK_AUC = 0.65
"""A score is weak where it separates fake from real with an AUC below this."""

WEAK_DECISIONS = 0.61
"""Balanced accuracy that such an AUC gives at the best threshold, if the scores of both labels are normal and spread alike."""


def weak(of: OfDetector) -> Finding | None:
    """Ask of scores that are shown to separate fake from real; AUC and decisions on other groups, both surely low, confirm it."""
    detector, auc = of.detector, of.detector.assessment.auc
    if auc is None or auc.value is None or auc.value >= WEAK_AUC:
        return None
    evidence = [Evidence.of(of.which_auc, auc)]
    decided = False
    if detector.fitted_threshold is not None:
        reached = detector.fitted_threshold.held_out.balanced_accuracy
        decided = reached.below(WEAK_DECISIONS)
        evidence.append(Evidence.of("balanced accuracy at thresholds fitted on other groups", reached))
    return CAUSE.finding(
        detector.name,
        "confirmed" if auc.below(WEAK_AUC) and decided else "suspected",
        evidence,
        f"{detector.name} gives a fake a higher score than a real video in {auc.value:.0%} of pairs (50% is chance), which "
        "no threshold and no calibration changes: train it further, or on more and more varied videos",
    )


CAUSE = Cause(
    code="scores.weak",
    kind="info",
    severity="minor",
    meaning="it separates fake from real, but poorly",
    needs=("scores", "videos"),
    phase=2,
    done="on new groups the AUC is at least 0.65, and its interval lies above 0.5",
    of_detector=weak,
)
