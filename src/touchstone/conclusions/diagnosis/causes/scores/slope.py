"""Probabilities that are too extreme or too timid: what both causes ask, each from its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from touchstone.conclusions.metrics import SIGNIFICANT

from ...cause import Cause, LookAlike, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence
from ...witness import Conclusion


def ask_slope(
    cause: Cause, of: OfDetector, side: Literal["extreme", "timid"], also: Sequence[LookAlike] = ()
) -> Conclusion | None:
    """Ask from the fitted slope of the log-odds and from the smooth calibration error.

    Args:
        cause: whose witnesses are asked.
        of: the detector.
        side: which way the probabilities err.
        also: further causes that look the same here.

    The error is taken once the best shift is out, so that a wrong threshold or other class shares do not count as a wrong
    temperature.
    """
    facts = of.detector.facts
    if facts is None or facts.recalibration is None or facts.smooth_calibration is None or facts.smooth_shifted is None:
        return None
    fixed, smooth, left = facts.recalibration, facts.smooth_calibration, facts.smooth_shifted
    slope, value = fixed.slope, fixed.slope.value or 0.0
    smallest = cause.least("temperature")
    extreme = side == "extreme"
    bent = (value <= 1 - smallest and slope.below(1)) if extreme else (value >= 1 + smallest and slope.above(1))
    right_side = value < 1 if extreme else value > 1
    off = left.error.value is not None and left.error.value >= cause.least("smooth")
    speaks = right_side and off and left.p_value is not None and left.p_value <= SIGNIFICANT
    asked = [
        cause.witness("temperature", bent, "slope of the log-odds that would be right", slope),
        cause.witness(
            "smooth",
            speaks and bent,
            f"smooth calibration error once the best shift is taken out (by chance {left.null_mean or 0:.3f}, p = "
            f"{left.p_value or 0:.3f})",
            left.error,
            source=f"{MOST_EVIDENCE_TABLES}; chance: {left.null_method}",
        ),
        cause.witness(
            "held_out",
            bent and fixed.slope_gain.above(0),
            "log-loss that the slope saves on other groups, nats",
            fixed.slope_gain,
        ),
    ]
    temperature = fixed.temperature
    in_words = f"temperature {temperature:.2f}" if temperature is not None else "no temperature"
    return cause.conclusion(
        of.detector.name,
        asked,
        f"divide its log-odds by {in_words} (fitted on these videos; ranking and decisions at 0.5 stay as they are), "
        "and check on other videos that its probabilities then hold",
        look_alikes=(*(cause.look_alikes if facts.transfer is None else ()), *also),
        context=[
            Evidence.of(f"smooth calibration error as it is (by chance {smooth.null_mean or 0:.3f})", smooth.error)
        ],
    )
