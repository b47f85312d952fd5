"""Probabilities that are too near to 0 and 1."""

from __future__ import annotations

from touchstone.conclusions.metrics import Estimate, Sample, recalibrate, without_slice

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...witness import Conclusion
from ..training.weak_slice import weak_parts
from .slope import ask_slope

_DOUBTED = LookAlike("data.label_errors", "its calibration on videos whose labels were checked again")


CLEARLY_BETTER = 2.0
"""Log-likelihood, in nats, by which a slope must fit better than wrong labels where scores show wrong labels otherwise."""

SURELY_BETTER = 4.0
"""The same before overconfidence is confirmed."""

_LEFT = 0.5
"""Share of what the slope lacks to 1 that may be left without a weak part, if the part is to be the cause of it."""


def overconfident(of: OfDetector) -> Conclusion | None:
    """Ask whether the log-odds are too far from 0.

    A part of the videos on which the detector is wrong and sure bends the slope of all: where the slope is nearer to 1 without a
    weak part, and no longer that of overconfidence, the part is the cause and nothing is said here.

    Wrong labels look the same: where they fit the scores better than a slope, nothing is said here, unless several detectors
    together need none; where a slope does not surely fit better, it is suspected at most, and not at all where it hardly does and
    the scores show wrong labels otherwise. Where they do and a slope fits clearly better, it is suspected at most. Wrong labels
    are named beside it.
    """
    fixed = of.detector.facts.recalibration if of.detector.facts is not None else None
    if fixed is None:
        return None
    close = fixed.flipped_better > -CLEARLY_BETTER
    if close and of.labels is not None:
        return None
    if fixed.flipped_better > 0 and not of.labels_right:
        return None
    if _of_a_part(of, fixed.slope):
        return None
    unsure = fixed.flipped_better > -SURELY_BETTER
    doubted = (_DOUBTED,) if unsure or of.labels is not None else ()
    return ask_slope(CAUSE, of, "over", doubted, at_most="suspected" if doubted else "confirmed")


def _of_a_part(of: OfDetector, slope: Estimate) -> bool:
    """Whether the scores are no longer overconfident without a part of the videos on which the detector is weak."""
    smallest = CAUSE.least("temperature")
    if of.detector.facts is None or slope.value is None or slope.value > 1 - smallest:
        return False
    rows = of.detector.facts.joined
    for part in weak_parts(of):
        fixed = recalibrate(Sample.from_rows(without_slice(rows, part)))
        left = None if fixed is None else fixed.slope
        if left is None or left.value is None or 1 - left.value > _LEFT * (1 - slope.value):
            continue
        if left.value > 1 - smallest or not left.at_once(of.detectors).below(1):
            return True
    return False


CAUSE = Cause(
    code="scores.overconfident",
    kind="root",
    severity="minor",
    meaning="its probabilities are too near to 0 and 1",
    needs=("scores", "videos"),
    phase=2,
    done="on new groups the slope of the log-odds is within 0.8 to 1.25, and the calibration error is not above chance",
    witnesses={
        "temperature": Measure(
            "fitted temperature",
            0.17,
            "slope of the log-odds at most 1 minus this, and its interval below 1 for all detectors at once",
        ),
        "held_out": Measure("fitted temperature", 0.0, "the slope reduces the log-loss on other groups"),
        "smooth": Measure(
            "smooth calibration error",
            0.03,
            "error after the best shift is removed, larger than a calibrated detector shows by chance",
        ),
    },
    look_alikes=(LookAlike("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    of_detector=overconfident,
)
