"""The recommended combination in sentences: how to use it, and what it reaches where only some of its members scored."""

from __future__ import annotations

import math

from touchstone.conclusions.examination import (
    Abstaining,
    CalibrationThere,
    SingleThere,
    UsableEnsemble,
    UsablePoint,
    aim_in_words,
)
from touchstone.conclusions.metrics import Decisions, Estimate, Recalibration


def use_of(usable: UsableEnsemble, abstaining: Abstaining | None) -> str:
    """What to do with the scores, and how the decisions turn out."""
    members = [m for m in usable.members if m.weight > 0]
    what = ", ".join(f"{m.detector} {m.weight:.2f}" for m in members)
    stated = usable.point("as stated")
    aim = "for both classes alike" if stated is None else aim_in_words(stated.prevalence, stated.cost)[0]
    silent = "none of these scored" if len(members) > 1 else f"{members[0].detector} did not score"
    parts = [
        f"with {usable.rule} ({what}), {aim}, call a video fake from a score of {usable.threshold:.12g} on: on held-out "
        f"{usable.held} {_rates(usable.decisions)}{_other_aim(usable, stated)}",
        _probability(usable, stated),
        *([] if abstaining is None else _there(usable, abstaining, stated)),
        f"a video that {silent} gets no answer",
    ]
    return "; ".join(parts)


def silent_of(rule: str, some: Abstaining) -> str:
    """The AUC of the rule on videos that only some members scored, beside that on those that all of them scored."""
    unanswered = f"; the rule has no answer for {some.unanswered} more" if some.unanswered else ""
    single = ""
    if some.single is not None and some.single.auc.value != some.auc.value:
        best = f"{some.single.detector}, has AUC {some.single.auc}"
        single = f"; the best single detector that scored all of these {some.others}, {best}"
    loss = "" if some.log_loss is None else f"; the log-loss of its probability there is {some.log_loss}"
    return (
        f"all members scored {some.common} of {some.videos} videos; {rule} has AUC {some.auc} on the {some.others} others that "
        f"it answers, which took no part in fitting it, and held-out AUC {some.common_auc} on those {some.common}{loss}{single}"
        f"{unanswered}"
    )


def _rates(right: Decisions) -> str:
    return (
        f"real accuracy is {right.real_accuracy}, fake accuracy {right.fake_accuracy}, bias (real accuracy − fake accuracy) "
        f"{right.bias}"
    )


def _other_aim(usable: UsableEnsemble, stated: UsablePoint | None) -> str:
    """The threshold for both classes alike beside the stated one; without one, that for as many fakes as here."""
    balanced = usable.point("balanced")
    if stated is not None:
        other = "" if balanced is None else f"; for both classes alike the threshold would be {balanced.threshold:.12g}"
        return f", which makes {_weighted(stated, stated.weighted_accuracy)}{other}"
    here = usable.here
    if here is None:
        return ""
    return (
        f"; to be right about most videos where as many are fake as here ({100 * here.prevalence:.3g} %), call a video fake from "
        f"{here.threshold:.12g} on: held-out accuracy {here.weighted_accuracy}"
    )


def _weighted(stated: UsablePoint, reached: Estimate) -> str:
    """The accuracy for the stated share of fakes and cost, beside that of calling every video alike where that is as good."""
    measure = aim_in_words(stated.prevalence, stated.cost)[1]
    if reached.above(stated.alike):
        return f"{measure} of {reached}"
    called = "real" if stated.weight < 0.5 else "fake"
    return f"{measure} of {reached} (calling every video {called} gives {stated.alike:.3g}, and it is not shown to do better)"


def _probability(usable: UsableEnsemble, stated: UsablePoint | None) -> str:
    formula = _sigmoid(usable.calibration, usable.fakes_share, stated)
    if formula is None:
        return "its scores cannot be made probabilities here"
    return f"{_among(stated)}, the probability is {formula} · logit of the score)"


def _among(stated: UsablePoint | None) -> str:
    return "among as many fakes as here" if stated is None else f"among {100 * stated.prevalence:.3g} % fakes"


def _sigmoid(fitted: Recalibration | None, fakes_share: float, stated: UsablePoint | None) -> str | None:
    """The beginning of the formula; the shift moves with the log-odds of the share of fakes."""
    if fitted is None or fitted.shift.value is None or fitted.slope.value is None:
        return None
    shift = fitted.shift.value
    if stated is not None:
        shift += _odds(stated.prevalence) - _odds(fakes_share)
    return f"sigmoid({shift:.3g} + {fitted.slope.value:.3g}"


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def _there(usable: UsableEnsemble, some: Abstaining, stated: UsablePoint | None) -> list[str]:
    """What threshold and probability are worth on videos that only some members scored."""
    accuracy = "" if stated is None else f", which makes {_weighted(stated, some.weighted_accuracy)}"
    parts = [
        f"the score of the {some.others} other videos with an answer is made of those members that scored them; they took no "
        f"part in fitting the rule, and from {usable.threshold:.12g} on {_rates(some.decisions)} there{accuracy}{_moved(some)}"
    ]
    if usable.calibration is not None:
        parts.append(_probability_there(some, stated))
    return parts


def _moved(some: Abstaining) -> str:
    if some.threshold is None or some.threshold_gain is None or not some.threshold_gain.above(0):
        return ""
    return f"; the threshold {some.threshold:.12g} would be better there, by {some.threshold_gain} held out"


def _probability_there(some: Abstaining, stated: UsablePoint | None) -> str:
    fits = some.fits
    if fits is None or some.needed is None or some.log_loss is None:
        return "whether the probability holds for them cannot be measured"
    slope = f"slope of its log-odds {some.needed.slope}"
    if fits:
        return f"the probability is not shown to be wrong for them ({slope}; log-loss {some.log_loss})"
    said = f"the probability does not hold for them: it is {_wrong(some.needed)} ({slope}; log-loss {some.log_loss})"
    if some.single is not None and some.single.fitted_there is not None and some.single.better:
        return f"{said}; {_single_instead(some.single, some.single.fitted_there, some, stated)}"
    return f"{said}; {_theirs(some.fitted_there, some, stated)}" if some.fitted_there is not None else said


def _wrong(needed: Recalibration) -> str:
    if needed.slope.below(1):
        return "too sure of itself"
    if needed.slope.above(1):
        return "not sure enough"
    return "too low" if needed.prior_shift.above(0) else "too high"


def _theirs(fitted: CalibrationThere, some: Abstaining, stated: UsablePoint | None) -> str:
    formula = _sigmoid(fitted.calibration, some.fakes_share, stated)
    shown = fitted.saved is not None and fitted.saved.above(0)
    better = "saves" if shown else "is not shown to be better, with"
    among = "among as many fakes as they have" if stated is None else _among(stated)
    return f"{among}, theirs is {formula} · logit of the score), which {better} {fitted.saved} of log-loss held out"


def _single_instead(single: SingleThere, fitted: CalibrationThere, some: Abstaining, stated: UsablePoint | None) -> str:
    formula = _sigmoid(fitted.calibration, some.fakes_share, stated)
    among = "among as many fakes as they have" if stated is None else _among(stated)
    return (
        f"for them {single.detector} alone is better: {among}, {formula} · logit of its score) saves {fitted.saved} of log-loss "
        "held out, compared with the rule calibrated on them"
    )
