"""Probabilities that are too near to 0.5."""

from __future__ import annotations

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...witness import Conclusion
from ..outputs.activation import may_be_squeezed
from .slope import ask_slope


def underconfident(of: OfDetector) -> Conclusion | None:
    """Ask whether the log-odds are too near to 0."""
    return ask_slope(CAUSE, of, "under", may_be_squeezed(of))


CAUSE = Cause(
    code="scores.underconfident",
    kind="root",
    severity="minor",
    meaning="its probabilities are too near to 0.5",
    needs=("scores", "videos"),
    phase=2,
    done="on new groups the slope of the log-odds is within 0.8 to 1.25, and the calibration error is not above chance",
    witnesses={
        "temperature": Measure(
            "fitted temperature",
            0.21,
            "slope of the log-odds at least 1 plus this, and its interval above 1 for all detectors at once",
        ),
        "held_out": Measure("fitted temperature", 0.0, "the slope reduces the log-loss on other groups"),
        "smooth": Measure(
            "smooth calibration error",
            0.03,
            "error after the best shift is removed, larger than a calibrated detector shows by chance",
        ),
    },
    look_alikes=(LookAlike("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    of_detector=underconfident,
)
