"""The recommended combination as something to use: its numbers, its threshold, and what both reach on what they did not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from touchstone.conclusions.metrics import (
    Decisions,
    Recalibration,
    Sample,
    best_threshold,
    decide,
    recalibrate,
)

from .by_indicators import BY_INDICATORS, fit_by_indicators
from .judge import Setting
from .rules import BEST_SINGLE, Scores, combine, fit_weights, logits_of, weights_of

FORMULAS = {
    BEST_SINGLE: "P(fake) of the member with weight 1",
    "mean probability": "mean of the members' P(fake)",
    "mean rank": "mean over the members of the share of these videos whose P(fake) is lower (equal ones count half)",
    "mean logit": "sigmoid(mean of logit P(fake))",
    "calibrated mean": "sigmoid(mean of (slope · logit P(fake) + offset))",
    "learned weights": "sigmoid(constant + sum of slope · logit P(fake))",
    BY_INDICATORS: (
        "sigmoid(constant + sum of w · (slope · logit P(fake) + offset)), where w = weight_at_0 + sum of by_indicator · q, at "
        "least 0, and q is the rank of the video's indicator among these videos, from -1 to 1"
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
class UsableEnsemble:
    """A combination to use, fitted on all videos.

    Attributes:
        rule: its name.
        formula: how the score is made.
        members: the numbers of each member.
        constant: what the formula adds at the end; ``None`` where it adds nothing.
        threshold: score from which on a video is called fake, fitted on all videos for balanced accuracy.
        decisions: on what was held out: real, fake and balanced accuracy and bias, with thresholds fitted on the other parts.
        held: what was held out: groups, generators or sources.
        calibration: shift and slope that make a probability of the log-odds of the score; ``None`` where none can be fitted.
    """

    rule: str
    formula: str
    members: tuple[MemberNumbers, ...]
    constant: float | None
    threshold: float
    decisions: Decisions
    held: str
    calibration: Recalibration | None


class _Fitted(NamedTuple):
    members: tuple[MemberNumbers, ...]
    constant: float | None
    score: Scores


def make_usable(
    rule: str, names: tuple[str, ...], p: Scores, setting: Setting, traits: tuple[str, ...]
) -> UsableEnsemble:
    """Fit a rule on all videos, and judge it with its threshold on what is held out.

    Args:
        rule: its name.
        names: the members.
        p: their scores, [videos, members].
        setting: what rules are judged on.
        traits: names of the indicators.
    """
    fitted = _fit_rule(rule, names, p, setting, traits)
    sample = Sample(fitted.score, setting.sample.fake, setting.sample.group)
    threshold = best_threshold(sample)
    called, judged = _called(rule, setting), setting.division.judged
    group = None if sample.group is None else sample.group[judged]
    return UsableEnsemble(
        rule=rule, formula=FORMULAS[rule], members=fitted.members, constant=fitted.constant, threshold=threshold,
        decisions=decide(Sample(called[judged], sample.fake[judged], group)), held=setting.division.held,
        calibration=recalibrate(sample),
    )  # fmt: skip


def _called(rule: str, setting: Setting) -> Scores:
    """1 where a video is called fake by rule and threshold of the other parts, else 0; NaN where it is not judged."""
    called = np.full(len(setting.sample), np.nan)
    fake = setting.sample.fake
    for number, (_, test, training) in enumerate(setting.division.parts):
        # Fitted once for both.
        both = training | test
        answered = setting.answer(rule, number, both)
        threshold = best_threshold(Sample(answered[training[both]], fake[training]))
        called[test] = answered[test[both]] >= threshold
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
