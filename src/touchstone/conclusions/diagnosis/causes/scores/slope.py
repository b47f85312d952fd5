"""Overconfident and under-confident probabilities: what both causes ask, each in its direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from touchstone.conclusions.metrics import SIGNIFICANT, Recalibration

from ...cause import Cause, LookAlike, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Verdict
from ...witness import Conclusion
from ..outputs.aggregation import CAUSE as RULE


def ask_slope(
    cause: Cause,
    of: OfDetector,
    side: Literal["over", "under"],
    also: Sequence[LookAlike] = (),
    *,
    at_most: Verdict = "confirmed",
) -> Conclusion | None:
    """Ask the fitted slope of the log-odds and the smooth calibration error.

    Args:
        cause: whose witnesses are asked.
        of: the detector.
        side: ``over`` for overconfident, ``under`` for under-confident.
        also: further causes that look the same here.
        at_most: strongest verdict that is allowed.

    The error is measured after the best shift is removed. So neither a wrong threshold nor other class shares count as a wrong
    temperature. Where another rule over frames seems to gain much, the slope is that of the wrong rule, and suspected at most. A
    slope whose interval does not exclude a small part of the smallest effect is suspected at most.
    """
    facts = of.detector.facts
    if facts is None or facts.recalibration is None or facts.smooth_calibration is None or facts.smooth_shifted is None:
        return None
    fixed, smooth, left = facts.recalibration, facts.smooth_calibration, facts.smooth_shifted
    slope, value = fixed.slope, fixed.slope.value or 0.0
    smallest = cause.least("temperature")
    extreme = side == "over"
    clear = slope.at_once(of.detectors)
    bent = (value <= 1 - smallest and clear.below(1)) if extreme else (value >= 1 + smallest and clear.above(1))
    right_side = value < 1 if extreme else value > 1
    off = left.error.value is not None and left.error.value >= cause.least("smooth")
    speaks = right_side and off and left.p_value is not None and left.p_value <= SIGNIFICANT
    asked = [
        cause.witness("temperature", bent, "slope that the log-odds need (1 where they are calibrated)", slope),
        cause.witness(
            "smooth",
            speaks and bent,
            f"smooth calibration error after the best shift is removed (by chance {left.null_mean or 0:.3f}, p = "
            f"{left.p_value or 0:.3f})",
            left.error,
            source=f"{MOST_EVIDENCE_TABLES}; chance: {left.null_method}",
        ),
        cause.witness(
            "held_out",
            bent and fixed.slope_gain.above(0),
            "log-loss that this slope saves on other groups, in nats",
            fixed.slope_gain,
        ),
    ]
    remedy = correction(fixed)
    return cause.conclusion(
        of.detector.name,
        asked,
        remedy,
        at_most=at_most if cause.rules_out_less("temperature", slope, 1.0) and not other_rule_gains(of) else "suspected",
        look_alikes=(*(cause.look_alikes if facts.transfer is None else ()), *also),
        context=[
            Evidence.of(
                f"smooth calibration error of the scores as they are (by chance {smooth.null_mean or 0:.3f})",
                smooth.error,
            )
        ],
    )


def other_rule_gains(of: OfDetector) -> bool:
    """Whether another rule over frames seems to separate the videos better, or is shown to decide better.

    By it, threshold and slope are others.
    """
    other = of.detector.facts.other_rule if of.detector.facts is not None else None
    if other is None:
        return False
    ranking, decisions = other.ranking.value or 0.0, other.decisions.estimate
    better = (decisions.value or 0.0) >= RULE.least("decisions") and decisions.above(0)
    return ranking >= RULE.least("ranking") or better


def correction(fixed: Recalibration) -> str:
    """What makes the probabilities right: a temperature where nothing need be added to the log-odds, else a shift and a slope."""
    shift, slope = fixed.shift, fixed.slope.value
    if slope is None or slope <= 0:
        return "do not use its probabilities: the fitted slope of its log-odds is not positive, so no temperature corrects them"
    again = "check on other videos that its probabilities are then calibrated"
    if fixed.temperature is not None and not shift.above(0) and not shift.below(0):
        return (
            f"divide its log-odds by temperature {fixed.temperature:.2f} (fitted on these videos; the AUC and the decisions at "
            f"0.5 do not change), and {again}"
        )
    return (
        f"multiply its log-odds by {slope:.3g} and add {shift.value or 0.0:.3g} (fitted on these videos, for a share of fakes "
        f"like theirs; the AUC does not change, thresholds of the scores as they are do not hold any more), and {again}"
    )
