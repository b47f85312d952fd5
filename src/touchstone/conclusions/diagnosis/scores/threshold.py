"""A score that ranks and is cut at the wrong place; its twin, training on unbalanced classes, is named beside it."""

from __future__ import annotations

import math

from touchstone.conclusions.examination import DetectorExamination
from touchstone.conclusions.metrics import Recalibration

from ..codes import CLEARLY, CODES, SQUEEZED, STRAIGHT, Pair
from ..finding import SCORES, Evidence
from ..likelihoods import least
from ..witness import Conclusion, Witness, witness

CODE = "scores.threshold_shift"
_SIGMOID_OF_ONE = 0.7311


def shifted(detector: DetectorExamination) -> Conclusion | None:
    """Ask for one-sided decisions, for what a threshold fitted on other groups gains, and for a shift of the log-odds.

    A threshold that gains nothing is not wrong, however one-sided the decisions: without a gain of the smallest size there is
    no question to ask.
    """
    performance, fitted, facts = detector.performance, detector.fitted_threshold, detector.facts
    if performance is None or fitted is None or facts is None or facts.threshold_gain is None:
        return None
    gain = facts.threshold_gain.estimate
    if gain.value is None:
        return None
    bias = fitted.standard.bias
    one_sided = bias.value is not None and abs(bias.value) >= least(CODE, "one_sided")
    enough = gain.value >= least(CODE, "gain")
    asked = [
        witness(
            CODE,
            "one_sided",
            enough and one_sided and (bias.above(0) or bias.below(0)),
            f"bias at threshold {performance.threshold:g}",
            bias,
        ),
        witness(
            CODE,
            "gain",
            True if enough and gain.above(0) else None if enough else False,
            f"balanced accuracy gained at thresholds fitted on other groups ({fitted.threshold:.3f} over all)",
            gain,
            source=f"{SCORES}; {fitted.folds} folds",
        ),
    ]
    fixed = facts.recalibration
    if fixed is not None:
        asked.append(_shift(fixed, enough=enough))
    before, after = fitted.standard.balanced_accuracy, fitted.held_out.balanced_accuracy
    context = [Evidence.of("AUC that the verdict rests on", detector.assessment.auc or performance.auc)]
    pairs: tuple[Pair, ...] = ()
    twin = ""
    if fixed is None or _explained_by_classes(detector, fixed):
        pairs = CODES[CODE].pairs
        twin = (
            "; scores alone cannot tell a shifted threshold from training on unbalanced classes, the class counts of the "
            "training set can"
        )
        if fixed is not None:
            context.append(_classes(fixed))
    squeezed = _squeezed(facts.lowest, facts.highest)
    if squeezed is not None:
        context.append(squeezed)
        twin += "; first look whether a sigmoid is applied twice"
    return Conclusion(
        code=CODE,
        subject=detector.name,
        witnesses=tuple(asked),
        remedy=(
            f"move the threshold from {performance.threshold:g} to {fitted.threshold:.3f} (spread over folds "
            f"{fitted.spread:.3f}): held-out balanced accuracy {after} instead of {before.value or 0:.3f}{twin}"
        ),
        options=f" --threshold {fitted.threshold:.3f}",
        pairs=pairs,
        context=tuple(context),
    )


def _shift(fixed: Recalibration, *, enough: bool) -> Witness:
    shift = fixed.prior_shift
    far = shift.value is not None and abs(shift.value) >= least(CODE, "shift")
    holds = enough and far and (shift.above(0) or shift.below(0))
    return witness(CODE, "shift", holds, "what must be added to its log-odds", shift)


def _explained_by_classes(detector: DetectorExamination, fixed: Recalibration) -> bool:
    """Whether other shares of the classes in training explain all: they shift the log-odds and leave their slope at 1."""
    slope = fixed.slope
    straight = (
        slope.low is not None and slope.high is not None and slope.low <= STRAIGHT[1] and slope.high >= STRAIGHT[0]
    )
    left = detector.facts.smooth_shifted if detector.facts is not None else None
    calibrated = left is None or left.p_value is None or left.p_value > CLEARLY
    return straight or calibrated


def _classes(fixed: Recalibration) -> Evidence:
    """What the shift would say of the training set, if that is where it comes from."""
    shift = fixed.prior_shift.value or 0.0
    more, odds = ("real", shift) if shift > 0 else ("fake", -shift)
    return Evidence.of(
        f"training on {math.exp(min(odds, 20)):.2g} times as many {more} videos as of the other label, relative to these, "
        "would shift it so and leave the slope of the log-odds at 1; slope",
        fixed.slope,
        SCORES,
    )


def _squeezed(low: float | None, high: float | None) -> Evidence | None:
    """Scores that all lie where a sigmoid sends the numbers from 0 to 1."""
    if low is None or high is None or low < 0.5 or high > _SIGMOID_OF_ONE or high - low < SQUEEZED:
        return None
    return Evidence.fact(
        f"all scores lie between {low:.4f} and {high:.4f}, inside [0.5, 0.7311] where a sigmoid sends probabilities",
        "scores",
        high - low,
    )
