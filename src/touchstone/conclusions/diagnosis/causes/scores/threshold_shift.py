"""A score that separates fake from real, with its threshold in the wrong place; unbalanced training classes look the same."""

from __future__ import annotations

import math
from dataclasses import replace

from touchstone.conclusions.examination import CountedDetector, DetectorExamination, OperatingPoints, threshold_in_words
from touchstone.conclusions.metrics import CLEARLY, Estimate, FittedThreshold, Recalibration, wilson

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding
from ...witness import Conclusion, Witness
from ..outputs.activation import may_be_squeezed
from ..training.weak_slice import parts_no_longer_weak
from .counts import counted_statement, keep_scores, one_sided
from .slope import other_rule_gains

STRAIGHT = (0.8, 1.25)
"""Slopes of the log-odds between which probabilities count as neither overconfident nor under-confident."""

EVEN = math.log(0.6 / 0.4)
"""Log-odds of the share of fakes below which a table counts as balanced."""


def threshold_shift(of: OfDetector) -> Conclusion | None:
    """Ask whether decisions are one-sided, what thresholds fitted on other groups gain, and whether the log-odds are shifted.

    Where another threshold gains nothing, the threshold is not wrong, however one-sided the decisions are: without a gain of the
    smallest size, no witness supports the cause. Nor does one where the threshold is right for a share of fakes between that
    of these videos and one half: decisions that are right where fakes are rare are one-sided on purpose. Where a share of
    fakes or a cost is stated, nor does one where another threshold gains nothing there, and it is the threshold for these that is
    advised.
    """
    detector = of.detector
    performance, fitted, facts = detector.performance, detector.fitted_threshold, detector.facts
    if performance is None or fitted is None or facts is None or facts.threshold_gain is None:
        return None
    gain = facts.threshold_gain.estimate
    if gain.value is None:
        return None
    fixed = facts.recalibration
    if right_for_uneven_classes(detector) or (fixed is None and not _gains_here(fitted)):
        return None
    bias = fitted.standard.bias
    leans = bias.value is not None and abs(bias.value) >= CAUSE.least("one_sided")
    operating = detector.operating
    stated = operating.stated if operating is not None else None
    if stated is not None and (stated.gain.value is None or stated.gain.value < CAUSE.least("gain")):
        return None
    enough = gain.value >= CAUSE.least("gain")
    asked = [
        CAUSE.witness(
            "one_sided",
            enough and leans and _clear(bias, of.detectors),
            f"bias (real accuracy − fake accuracy) at threshold {performance.threshold:g}",
            bias,
        ),
        CAUSE.witness(
            "gain",
            True if enough and gain.at_once(of.detectors).above(0) else None if enough else False,
            f"balanced accuracy gained with thresholds fitted on other groups ({fitted.threshold:.12g} on all groups)",
            gain,
            source=f"{MOST_EVIDENCE_TABLES}; {fitted.folds} folds",
        ),
    ]
    if fixed is not None:
        asked.append(_shift(fixed, of.detectors, enough=enough))
    else:
        asked[0] = _apart(asked[0])
    context = [Evidence.of(of.which_auc, detector.assessment.auc or performance.auc)]
    look_alikes: tuple[LookAlike, ...] = ()
    twin = ""
    if fixed is None or _explained_by_classes(detector, fixed):
        look_alikes = CAUSE.look_alikes
        twin = (
            "; scores alone cannot distinguish a shifted threshold from training on unbalanced classes; the class counts of "
            "the training set can"
        )
        if fixed is not None:
            context.append(_classes(fixed))
    squeezed = may_be_squeezed(of)
    if squeezed:
        twin += "; first check whether a sigmoid is applied twice"
    return CAUSE.conclusion(
        detector.name,
        asked,
        at_most="confirmed" if _large(gain, fixed) and not other_rule_gains(of) else "suspected",
        remedy=_remedy(performance.threshold, fitted, operating) + twin,
        options=f" --threshold {advised_threshold(fitted, operating):.12g}",
        look_alikes=(*look_alikes, *squeezed),
        context=context,
    )


def advised_threshold(fitted: FittedThreshold, operating: OperatingPoints | None) -> float:
    """The threshold for the share of fakes and the cost that are stated, or else that for both classes alike."""
    stated = operating.stated if operating is not None else None
    return fitted.threshold if stated is None else stated.threshold


def _remedy(threshold: float, fitted: FittedThreshold, operating: OperatingPoints | None) -> str:
    """Where to move the threshold, what for, and what it is for another share of fakes."""
    before, after = fitted.standard.balanced_accuracy, fitted.held_out.balanced_accuracy
    reached = f"held-out balanced accuracy {after} instead of {before.value or 0:.3f}"
    stated = operating.stated if operating is not None else None
    if stated is not None:
        alike = f"; for both classes alike it would be {fitted.threshold:.12g} ({reached})"
        alike = "" if fitted.threshold == stated.threshold else alike
        return threshold_in_words(threshold, stated) + alike
    here = operating.here if operating is not None else None
    spread = f"(standard deviation over folds {fitted.spread:.2g})"
    moved = f"move the threshold from {threshold:.12g} to {fitted.threshold:.12g} {spread}"
    if here is None:
        return f"{moved}: {reached}"
    return (
        f"{moved}, the best for both classes alike: {reached}; to be right about most videos where as many are fake as here "
        f"({100 * here.prevalence:.3g} %), move it to {here.threshold:.12g}: held-out accuracy {here.weighted_accuracy} instead "
        f"of {here.in_use.value or 0:.3f}"
    )


def _large(gain: Estimate, fixed: Recalibration | None) -> bool:
    """Whether the gain or the shift is large beyond what chance adds."""
    shifted = fixed is not None and CAUSE.rules_out_less("shift", fixed.prior_shift)
    return shifted or CAUSE.rules_out_less("gain", gain)


def right_for_uneven_classes(detector: DetectorExamination) -> bool:
    """Whether real and fake videos are not equally many, and its threshold is right for a share of fakes between theirs and one
    half: then its decisions are one-sided on purpose. False where no log-odds can be fitted.
    """
    performance, fitted, facts = detector.performance, detector.fitted_threshold, detector.facts
    if performance is None or fitted is None or facts is None or facts.recalibration is None:
        return False
    return right_for_a_prevalence(facts.recalibration, *_real_and_fake(fitted), performance.threshold)


def _real_and_fake(fitted: FittedThreshold) -> tuple[int, int]:
    counts = fitted.standard.counts
    return counts.true_reals + counts.false_alarms, counts.true_fakes + counts.missed_fakes


def right_for_a_prevalence(fixed: Recalibration, real: int, fake: int, threshold: float) -> bool:
    """Whether the threshold is right for some share of fakes between that of these videos and one half.

    A threshold t is right for the share at which a calibrated detector is undecided at t. With the recalibrated log-odds
    a + b · logit t at the share of these videos, that is the share whose log-odds are those of these videos less that sum.
    Where the interval of a lets it lie between the two, it counts as right: few videos of one label leave a wide one.
    On videos of which 40 to 60 % are fake there is nothing to choose, and this is never said.

    Args:
        fixed: shift and slope of the log-odds.
        real: real videos.
        fake: fakes.
        threshold: P(fake) from which on a video counts as fake.
    """
    if not real or not fake or fixed.shift.value is None or fixed.slope.value is None or not 0 < threshold < 1:
        return False
    odds = math.log(fake / real)
    if abs(odds) < EVEN:
        return False
    at_threshold = fixed.slope.value * math.log(threshold / (1 - threshold))
    value, low, high = fixed.shift.limits or (fixed.shift.value,) * 3
    here, balanced = value + at_threshold, value + at_threshold - odds
    surely_beyond = low + at_threshold > max(0.0, odds) or high + at_threshold < min(0.0, odds)
    return min(abs(here), abs(balanced)) < CAUSE.least("shift") or not surely_beyond


def _gains_here(fitted: FittedThreshold) -> bool:
    """Whether the other threshold is better at the share of fakes of these videos too, where no log-odds can be fitted.

    Grades in place of probabilities, say, four of them, have no log-odds, but their threshold can be right for a share of fakes
    all the same. At that of these videos as many decisions must become right, beyond chance, as become wrong.
    """
    real, fake = _real_and_fake(fitted)
    if not real or not fake or abs(math.log(fake / real)) < EVEN:
        return True
    before, after = fitted.standard.counts, fitted.held_out.counts
    gained = after.true_fakes - before.true_fakes + after.true_reals - before.true_reals
    moved = abs(after.true_fakes - before.true_fakes) + abs(after.true_reals - before.true_reals)
    return moved > 0 and wilson((moved + gained) / 2 / moved, moved)[0] > 0.5


def _clear(estimate: Estimate, detectors: int) -> bool:
    """Whether it excludes 0, for as many detectors at once as are asked."""
    interval = estimate.at_once(detectors)
    return interval.above(0) or interval.below(0)


def _shift(fixed: Recalibration, detectors: int, *, enough: bool) -> Witness:
    shift = fixed.prior_shift
    far = shift.value is not None and abs(shift.value) >= CAUSE.least("shift")
    holds = enough and far and _clear(shift, detectors)
    return CAUSE.witness("shift", holds, "what must be added to its log-odds to make them right", shift)


def _explained_by_classes(detector: DetectorExamination, fixed: Recalibration) -> bool:
    """Whether other class shares in training explain everything: they shift the log-odds and leave their slope at 1."""
    slope = fixed.slope
    straight = (
        slope.low is not None and slope.high is not None and slope.low <= STRAIGHT[1] and slope.high >= STRAIGHT[0]
    )
    left = detector.facts.smooth_shifted if detector.facts is not None else None
    calibrated = left is None or left.p_value is None or left.p_value > CLEARLY
    return straight or calibrated


def _apart(one_sided: Witness) -> Witness:
    """One-sided decisions as a measurement of their own, where no log-odds can be fitted: labels separated without an error."""
    name = "bias of the decisions"
    return replace(one_sided, measurement=name, evidence=replace(one_sided.evidence, measurement=name))


def _classes(fixed: Recalibration) -> Evidence:
    """How unbalanced the training set would be, if the shift comes from it."""
    shift = fixed.prior_shift.value or 0.0
    more, odds = ("real", shift) if shift > 0 else ("fake", -shift)
    return Evidence.of(
        f"training on {math.exp(min(odds, 20)):.2g} times as many {more} videos as of the other label, compared with these "
        "videos, would cause this shift and leave the slope of the log-odds at 1; fitted slope",
        fixed.slope,
        MOST_EVIDENCE_TABLES,
    )


def _moved(of: OfDetector) -> Evidence | None:
    """The weak parts at the threshold that is advised."""
    facts, fitted = of.detector.facts, of.detector.fitted_threshold
    if facts is None or fitted is None:
        return None
    threshold = advised_threshold(fitted, of.detector.operating)
    return parts_no_longer_weak(of, facts.joined, f"at threshold {threshold:.12g}", threshold)


def one_sided_counts(counted: CountedDetector) -> Finding | None:
    """Report counts that are better than chance and clearly one-sided."""
    bias = one_sided(counted)
    if counted.supports != "above chance" or not bias:
        return None
    return CAUSE.finding(
        counted.subject,
        "cannot_tell",
        [counted_statement(counted), *bias],
        f"{keep_scores(counted)}: they show whether another threshold makes both accuracies equal, "
        "and what it gains on other videos",
    )


CAUSE = Cause(
    code="scores.threshold_shift",
    kind="root",
    severity="moderate",
    meaning="it separates fake from real, but its threshold is in the wrong place",
    needs=("scores", "videos"),
    phase=2,
    phase_of_biased=1,
    done="|bias| is at most 20 % at the new threshold on new groups",
    witnesses={
        "one_sided": Measure(
            "decisions at the threshold",
            0.20,
            "|real accuracy − fake accuracy|, and its interval excludes 0 for all detectors at once",
        ),
        "gain": Measure(
            "decisions at the threshold", 0.04, "balanced accuracy gained with thresholds fitted on other groups, paired"
        ),
        "shift": Measure(
            "shift of the log-odds",
            0.40,
            "what must be added to the log-odds, and its interval excludes 0 for all detectors at once",
        ),
    },
    explains=("training.weak_slice",),
    removed={"training.weak_slice": _moved},
    look_alikes=(LookAlike("training.class_bias", "the numbers of real and fake videos that it was trained on"),),
    accounts_for=("bias", "accuracy"),
    of_detector=threshold_shift,
    of_counts=one_sided_counts,
)
