"""The recommended combination on videos that only some of its members scored: they take no part in fitting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from touchstone.conclusions.metrics import (
    Decisions,
    Estimate,
    Flags,
    Recalibration,
    Sample,
    auc_estimate,
    auc_inside,
    balanced_gain,
    best_threshold,
    clipped_log_odds,
    decide,
    fit_threshold,
    grouped_folds,
    groups_of,
    mean_estimate,
    recalibrate,
    recalibrated_elsewhere,
    weighted_accuracy,
)
from touchstone.vocabulary.odds import sigmoid

from .folds import FOLDS, Division
from .judge import Setting
from .rules import Scores

_LEAST_P = 1e-15
"""What a probability of 0 counts as in a log-loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationThere:
    """A calibration that is fitted on the videos that only some members scored.

    Attributes:
        calibration: shift and slope that make a probability of the log-odds of the score.
        log_loss: mean of −log P(the label), in nats, each video by what is fitted on the other folds.
        saved: log-loss that it saves, paired: over the probability that is fitted where all members scored, or, of a single
            member, over the combination with a calibration of its own; ``None`` where the other has none.
    """

    calibration: Recalibration
    log_loss: Estimate
    saved: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleThere:
    """The best single member on the videos that only some members scored.

    Attributes:
        detector: the member of the highest AUC, among those that scored every video which gets an answer.
        auc: its AUC there.
        fitted_there: its probability there; its ``saved`` has the interval that holds for all such members at once. ``None``
            where none can be fitted.
    """

    detector: str
    auc: Estimate
    fitted_there: CalibrationThere | None

    @property
    def better(self) -> bool:
        """Whether its probabilities are shown to be better than those of the combination."""
        return self.fitted_there is not None and self.fitted_there.saved is not None and self.fitted_there.saved.above(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstaining:
    """What the recommended rule reaches on videos that only some of its members scored.

    Rule, threshold and probability are those that are fitted where all members scored. A video that shares its group with one
    of these is judged by what is fitted without that group.

    Attributes:
        videos: videos that at least one member scored.
        common: videos that all of them scored.
        unanswered: the others for which the rule has no answer, since the members that count gave none.
        fakes_share: share of fakes among the others that get an answer.
        auc: AUC of the rule over these.
        common_auc: of the same rule over ``common``, held out.
        decisions: real, fake and balanced accuracy and bias over these.
        weighted_accuracy: their accuracy for the share of fakes and the cost that the threshold is for.
        threshold: threshold that would be best there; ``None`` where none can be held out.
        threshold_gain: weighted accuracy that it gains there, held out and paired; ``None`` likewise.
        log_loss: mean of −log P(the label) there, in nats; ``None`` where there is no probability.
        needed: shift and slope that the log-odds of the probability need there: 0 and 1 where it is calibrated there too;
            ``None`` where they cannot be fitted.
        fitted_there: the calibration of the rule's score there; ``None`` likewise.
        single: the best single member there; ``None`` where no member scored all of them, or they have one label.
    """

    videos: int
    common: int
    unanswered: int
    fakes_share: float
    auc: Estimate
    common_auc: Estimate
    decisions: Decisions
    weighted_accuracy: Estimate
    threshold: float | None
    threshold_gain: Estimate | None
    log_loss: Estimate | None
    needed: Recalibration | None
    fitted_there: CalibrationThere | None
    single: SingleThere | None

    @property
    def others(self) -> int:
        """Videos that only some members scored, and that get an answer."""
        return self.videos - self.common - self.unanswered

    @property
    def fits(self) -> bool | None:
        """Whether the probability is calibrated there, as far as is shown; ``None`` where that cannot be measured."""
        if self.needed is None or self.needed.slope.limits is None or self.needed.prior_shift.limits is None:
            return None
        slope, shift = self.needed.slope, self.needed.prior_shift
        return not (slope.above(1) or slope.below(1) or shift.above(0) or shift.below(0))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _AnswersThere:
    """Answers for the videos that only some members scored, shape (videos,), NaN elsewhere and where there is none.

    Attributes:
        score: of the rule.
        called: 1 where the video is called fake, else 0.
        probability: P(fake) by the calibration that is fitted where all members scored.
    """

    score: Scores
    called: Scores
    probability: Scores


def judge_abstaining(
    rule: str,
    names: Sequence[str],
    setting: Setting,
    whole: Flags,
    *,
    common_auc: Estimate,
    weight: float,
) -> Abstaining | None:
    """Judge a rule with threshold and probability where some of its members are silent.

    Args:
        rule: its name.
        names: the members.
        setting: every video that at least one member scored; ``setting.division`` from :func:`beside_the_common`.
        whole: the videos that all members scored, shape (videos,).
        common_auc: AUC of the rule over these, held out.
        weight: of the fake accuracy in what the threshold is best for, in (0, 1).

    Returns:
        ``None`` where no other video gets an answer.
    """
    answers_there = _answers(rule, setting, weight)
    there = ~np.isnan(answers_there.score)
    if not there.any():
        return None
    fake, group = setting.sample.fake[there], None if setting.sample.group is None else setting.sample.group[there]
    sample = Sample(answers_there.score[there], fake, group)
    called: Flags = answers_there.called[there] == 1
    part = setting.division.part_of[there]
    best_there = fit_threshold(sample, weight=weight)
    probability = answers_there.probability[there]
    stated = None if np.isnan(probability).any() else Sample(probability, fake, group)
    losses = None if stated is None else _log_losses(probability, fake)
    there_alone = _calibration_there(sample, losses)
    return Abstaining(
        videos=len(setting.sample),
        common=int(np.count_nonzero(whole)),
        unanswered=int(np.count_nonzero(~whole & ~there)),
        fakes_share=float(fake.mean()),
        auc=auc_estimate(sample) if len(setting.division.parts) == 1 else auc_inside(sample, part),
        common_auc=common_auc,
        decisions=decide(Sample(called.astype(np.float64), fake, group)),
        weighted_accuracy=weighted_accuracy(sample, called, weight),
        threshold=None if best_there is None else best_there.threshold,
        threshold_gain=None
        if best_there is None
        else balanced_gain(sample, called, best_there.called, weight).estimate,
        log_loss=None if losses is None else mean_estimate(losses, group, low=0),
        needed=None if stated is None else recalibrate(stated),
        fitted_there=None if there_alone is None else there_alone[0],
        single=_single(names, setting.p[there], sample, None if there_alone is None else there_alone[1]),
    )


def beside_the_common(sample: Sample, whole: Flags) -> Division | None:
    """What is learned from, and who is judged by it: all that every member scored, or, where others share groups with them, the
    part of it without these groups; ``None`` where a label is missing in what is left.
    """
    others = ~whole
    group = None if sample.group is None else groups_of(sample.group)
    if group is None or not np.isin(group[others], group[whole]).any():
        parts = [("all", others, whole)]
    else:
        fold = grouped_folds(sample, FOLDS)
        if fold is None:
            return None
        numbers = np.unique(fold[others]).tolist()
        parts = [(f"fold {k + 1}", others & (fold == k), whole & (fold != k)) for k in numbers]
    if not all(0 < np.count_nonzero(sample.fake[seen]) < np.count_nonzero(seen) for _, _, seen in parts):
        return None
    return Division(held="groups", parts=tuple(parts))


def _answers(rule: str, setting: Setting, weight: float) -> _AnswersThere:
    score, called, probability = (np.full(len(setting.sample), np.nan) for _ in range(3))
    for number, (_, test, training) in enumerate(setting.division.parts):
        both = training | test
        answered = setting.answer(rule, number, both)
        group = None if setting.sample.group is None else setting.sample.group[training]
        seen = Sample(answered[training[both]], setting.sample.fake[training], group)
        new = answered[test[both]]
        got = ~np.isnan(new)
        places = np.flatnonzero(test)[got]
        score[places] = new[got]
        called[places] = new[got] >= best_threshold(seen, weight)
        fixed = recalibrate(seen)
        if fixed is not None and fixed.shift.value is not None and fixed.slope.value is not None:
            probability[places] = sigmoid(fixed.shift.value + fixed.slope.value * clipped_log_odds(new[got]))
    return _AnswersThere(score=score, called=called, probability=probability)


def _log_losses(p: Scores, fake: Flags) -> Scores:
    return -np.log(np.maximum(np.where(fake, p, 1 - p), _LEAST_P))


def _calibration_there(sample: Sample, before: Scores | None) -> tuple[CalibrationThere, Scores] | None:
    """A calibration that is fitted on these videos, and the log-loss of each held out; ``before``: those to compare with."""
    calibration = recalibrate(sample)
    elsewhere = None if calibration is None else recalibrated_elsewhere(sample)
    if calibration is None or elsewhere is None:
        return None
    losses = _log_losses(elsewhere, sample.fake)
    saved = None if before is None else mean_estimate(before - losses, sample.group)
    log_loss = mean_estimate(losses, sample.group, low=0)
    return CalibrationThere(calibration=calibration, log_loss=log_loss, saved=saved), losses


def _single(names: Sequence[str], p: Scores, sample: Sample, before: Scores | None) -> SingleThere | None:
    able = [k for k in range(len(names)) if not np.isnan(p[:, k]).any()]
    if not able or not sample.two_classes:
        return None
    aucs = {k: auc_estimate(Sample(p[:, k], sample.fake, sample.group)) for k in able}
    best = max(able, key=lambda k: aucs[k].value or 0.0)
    alone = _calibration_there(Sample(p[:, best], sample.fake, sample.group), before)
    fitted = None if alone is None else alone[0]
    if fitted is not None and fitted.saved is not None:
        fitted = replace(fitted, saved=fitted.saved.at_once(len(able)))
    return SingleThere(detector=names[best], auc=aucs[best], fitted_there=fitted)
