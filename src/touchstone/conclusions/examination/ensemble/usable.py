"""The recommended combination as something to use: its numbers, its threshold, and what both reach on what they did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from touchstone.conclusions.metrics import (
    Decisions,
    Estimate,
    Recalibration,
    Sample,
    best_threshold,
    decide,
    recalibrate,
    weighted_accuracy,
)

from ..operating import Aim, is_uneven, weight_of
from .by_indicators import BY_INDICATORS, fit_by_indicators
from .judge import Setting
from .rules import BEST_SINGLE, Scores, combine, fit_weights, logits_of, weights_of

FORMULAS = {
    BEST_SINGLE: "P(fake) of the member with weight 1",
    "mean probability": "mean of the members' P(fake)",
    "mean rank": "mean over the members of the share of these videos whose P(fake) is lower (equal ones count half)",
    "mean logit": "sigmoid(mean of logit P(fake))",
    "calibrated mean": "sigmoid(mean of (slope · logit P(fake) + offset))",
    "learned weights": (
        "sigmoid(constant + sum of slope · logit P(fake)); where a member gave no score, the slopes of the others are raised in "
        "proportion until their sum is that of all"
    ),
    BY_INDICATORS: (
        "sigmoid(constant + sum of w · (slope · logit P(fake) + offset)), where w = weight_at_0 + sum of by_indicator · q, at "
        "least 0, and q is the rank of the video's indicator among these videos, from -1 to 1; where a member gave no "
        "score, the weights of the others are raised in proportion until their sum is that of all"
    ),
}
"""How a rule makes one score of those of the members; logit P = log(P / (1 − P)), with P kept a millionth away from 0 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNumbers:
    """What a rule needs of one member.

    Attributes:
        detector: its name.
        weight: its share; of weights that follow indicators, the mean share over these videos.
        slope: factor of its log-odds; ``None`` where the rule has none.
        offset: what is added to them; ``None`` where the rule has none.
        weight_at_0: its weight where every indicator is in the middle; ``None`` where weights follow no indicators.
        by_indicator: indicator → what is added to the weight at its highest, and taken away at its lowest.
    """

    detector: str
    weight: float
    slope: float | None = None
    offset: float | None = None
    weight_at_0: float | None = None
    by_indicator: dict[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsablePoint:
    """The threshold of a combination for one share of fakes and one cost of a missed fake.

    Attributes:
        aim: whether share and cost are those of these videos, both classes alike, or as the user states them.
        prevalence: share of fakes, in (0, 1).
        cost: of a missed fake relative to a false alarm.
        threshold: score from which on a video is called fake, fitted on all videos; it decides them as typed.
        decisions: on what was held out: real, fake and balanced accuracy and bias, with thresholds fitted on the other parts.
        weighted_accuracy: the accuracy of these decisions for that share and that cost.
        alike: weighted accuracy of calling every video real, or every video fake, whichever is more.
    """

    aim: Aim
    prevalence: float
    cost: float
    threshold: float
    decisions: Decisions
    weighted_accuracy: Estimate
    alike: float

    @property
    def weight(self) -> float:
        """Weight of the fake accuracy, in (0, 1); that of the real accuracy is 1 less this."""
        return weight_of(self.prevalence, self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsableEnsemble:
    """A combination to use, fitted on all videos that all members scored.

    Attributes:
        rule: its name.
        formula: how the score is made.
        members: the numbers of each member.
        constant: what the formula adds at the end; ``None`` where it adds nothing.
        aim: what the threshold is for: the share of fakes and the cost that are stated, or else both classes alike.
        threshold: score from which on a video is called fake, fitted on all videos.
        decisions: on what was held out: real, fake and balanced accuracy and bias, with thresholds fitted on the other parts.
        points: threshold and decisions for as many fakes as here, for both classes alike, and as stated.
        fakes_share: share of fakes among the videos that it is fitted on.
        held: what was held out: groups, generators or sources.
        calibration: shift and slope that make a probability of the log-odds of the score; ``None`` where none can be fitted.
    """

    rule: str
    formula: str
    members: tuple[MemberNumbers, ...]
    constant: float | None
    aim: Aim
    threshold: float
    decisions: Decisions
    points: tuple[UsablePoint, ...]
    fakes_share: float
    held: str
    calibration: Recalibration | None

    def point(self, aim: Aim) -> UsablePoint | None:
        """The threshold for an aim; ``None`` where it was not asked for."""
        return next((point for point in self.points if point.aim == aim), None)

    @property
    def here(self) -> UsablePoint | None:
        """The point for as many fakes as there are; ``None`` where neither class has so many that it needs another threshold
        than both classes alike.
        """
        here, balanced = self.point("these videos"), self.point("balanced")
        if here is None or balanced is None or here.threshold == balanced.threshold:
            return None
        return here if is_uneven(here.prevalence) else None


class _Fitted(NamedTuple):
    members: tuple[MemberNumbers, ...]
    constant: float | None
    score: Scores


def make_usable(
    rule: str,
    names: tuple[str, ...],
    p: Scores,
    setting: Setting,
    *,
    traits: tuple[str, ...],
    aims: Sequence[tuple[Aim, float, float]],
) -> UsableEnsemble:
    """Fit a rule on all videos, and judge it with its thresholds on what is held out.

    Args:
        rule: its name.
        names: the members.
        p: their scores, [videos, members].
        setting: what rules are judged on.
        traits: names of the indicators.
        aims: what thresholds are sought for, with the share of fakes and the cost of each; the last one is used.
    """
    fitted = _fit_rule(rule, names, p, setting, traits)
    sample = Sample(fitted.score, setting.sample.fake, setting.sample.group)
    called = _called(rule, setting, [weight_of(prevalence, cost) for _, prevalence, cost in aims])
    points = tuple(_point(sample, setting, calls, aim) for calls, aim in zip(called, aims, strict=True))
    chosen = points[-1]
    return UsableEnsemble(
        rule=rule, formula=FORMULAS[rule], members=fitted.members, constant=fitted.constant, aim=chosen.aim,
        threshold=chosen.threshold, decisions=chosen.decisions, points=points, fakes_share=float(sample.fake.mean()),
        held=setting.division.held, calibration=recalibrate(sample),
    )  # fmt: skip


def _point(sample: Sample, setting: Setting, called: Scores, aim: tuple[Aim, float, float]) -> UsablePoint:
    """The threshold for one aim; ``called`` from :func:`_called`."""
    name, prevalence, cost = aim
    judged, weight = setting.division.judged, weight_of(prevalence, cost)
    threshold = best_threshold(sample, weight)
    there = Sample(called[judged], sample.fake[judged], None if sample.group is None else sample.group[judged])
    return UsablePoint(
        aim=name, prevalence=prevalence, cost=cost, threshold=threshold, decisions=replace(decide(there), threshold=threshold),
        weighted_accuracy=weighted_accuracy(there, there.p == 1, weight), alike=max(weight, 1 - weight),
    )  # fmt: skip


def _called(rule: str, setting: Setting, weights: Sequence[float]) -> Scores:
    """1 where a video is called fake by rule and threshold of the other parts, else 0; NaN where it is not judged.

    Args:
        rule: its name.
        setting: what rules are judged on.
        weights: of the fake accuracy, one for each threshold.

    Returns:
        Shape [thresholds, videos].
    """
    called = np.full((len(weights), len(setting.sample)), np.nan)
    fake = setting.sample.fake
    for number, (_, test, training) in enumerate(setting.division.parts):
        # Fitted once for both.
        both = training | test
        answered = setting.answer(rule, number, both)
        seen = Sample(answered[training[both]], fake[training])
        for place, weight in enumerate(weights):
            called[place, test] = answered[test[both]] >= best_threshold(seen, weight)
    return called


def _fit_rule(rule: str, names: tuple[str, ...], p: Scores, setting: Setting, traits: tuple[str, ...]) -> _Fitted:
    fake = setting.sample.fake
    if rule == BY_INDICATORS and setting.traits is not None:
        return _fit_following(names, p, setting, setting.traits, traits)
    shares = weights_of(rule, p, fake)
    scales: list[tuple[float | None, float | None]] = [(None, None)] * len(names)
    constant = None
    if rule == "calibrated mean":
        fits = [fit_weights(logits_of(p[:, k : k + 1]), fake) for k in range(len(names))]
        scales = [(float(slope[0]), offset) for slope, offset in fits]
    if rule == "learned weights":
        weights, constant = fit_weights(logits_of(p), fake)
        scales = [(float(weight), None) for weight in weights]
    numbers = zip(names, shares, scales, strict=True)
    members = tuple(MemberNumbers(detector=n, weight=w, slope=s, offset=o) for n, w, (s, o) in numbers)
    return _Fitted(members, constant, combine(rule, p, fake, p))


def _fit_following(
    names: tuple[str, ...], p: Scores, setting: Setting, values: Scores, traits: tuple[str, ...]
) -> _Fitted:
    fitted = fit_by_indicators(p, setting.sample.fake, values)
    each = fitted.of_each(values).mean(axis=0)
    shares = each / each.sum() if each.sum() > 0 else np.full(len(names), 1 / len(names))
    used = [traits[int(k)] for k in fitted.used.tolist()]
    members = tuple(
        MemberNumbers(
            detector=name,
            weight=float(shares[k]),
            slope=float(fitted.scales[k, 0]),
            offset=float(fitted.scales[k, 1]),
            weight_at_0=float(fitted.weights[k, 0]),
            by_indicator={trait: float(more) for trait, more in zip(used, fitted.weights[k, 1:], strict=True)},
        )
        for k, name in enumerate(names)
    )
    return _Fitted(members, fitted.offset, fitted.answer(p, values))
