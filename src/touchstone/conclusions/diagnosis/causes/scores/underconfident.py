"""Probabilities that are too timid."""

from __future__ import annotations

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...witness import Conclusion
from .slope import ask_slope


def underconfident(of: OfDetector) -> Conclusion | None:
    """Ask whether the log-odds are too near to 0."""
    return ask_slope(CAUSE, of, "timid")


CAUSE = Cause(
    code="scores.underconfident",
    kind="root",
    severity="minor",
    meaning="its probabilities are too timid",
    needs=("scores", "videos"),
    phase=2,
    done="on new groups the slope of the log-odds lies within 0.8 to 1.25 and the error is that of chance",
    witnesses={
        "temperature": Measure(
            "fitted temperature", 0.25, "slope of the log-odds at least 1 and this, its interval above 1"
        ),
        "held_out": Measure("fitted temperature", 0.0, "the slope saves log-loss on other groups"),
        "smooth": Measure(
            "smooth calibration error",
            0.03,
            "error once the shift is out, above what a calibrated detector shows by chance",
        ),
    },
    look_alikes=(LookAlike("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    of_detector=underconfident,
)
