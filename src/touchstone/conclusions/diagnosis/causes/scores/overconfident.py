"""Probabilities that are too extreme."""

from __future__ import annotations

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...witness import Conclusion
from .slope import ask_slope

_DOUBTED = LookAlike("data.label_errors", "its calibration on videos whose labels were looked at again")


def overconfident(of: OfDetector) -> Conclusion | None:
    """Ask whether the log-odds are too far from 0. Wrong labels, where they are suspected, look the same."""
    return ask_slope(CAUSE, of, "extreme", (_DOUBTED,) if of.labels is not None else ())


CAUSE = Cause(
    code="scores.overconfident",
    kind="root",
    severity="minor",
    meaning="its probabilities are too extreme",
    needs=("scores", "videos"),
    phase=2,
    done="on new groups the slope of the log-odds lies within 0.8 to 1.25 and the error is that of chance",
    witnesses={
        "temperature": Measure(
            "fitted temperature", 0.20, "slope of the log-odds at most 1 less this, its interval below 1"
        ),
        "held_out": Measure("fitted temperature", 0.0, "the slope saves log-loss on other groups"),
        "smooth": Measure(
            "smooth calibration error",
            0.03,
            "error once the shift is out, above what a calibrated detector shows by chance",
        ),
    },
    look_alikes=(LookAlike("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    of_detector=overconfident,
)
