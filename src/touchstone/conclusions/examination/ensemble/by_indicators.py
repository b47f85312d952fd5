"""Weights by specialisation: how much each member counts follows the indicators of the video at hand.

A member that is good in the dark counts more in the dark. The log-odds are Σ zₘ · (wₘ + Σ vₘⱼ qⱼ) + b, where zₘ are the members'
calibrated log-odds with fakes as frequent as reals, and qⱼ the indicators from −1 to 1. An indicator has no weight of its own: it
moves what members count, and cannot stand for the label. Of many indicators those few are used that go with the errors of plain
weights; vₘⱼ are drawn to 0 by a ridge, the more the fewer the videos.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from touchstone.conclusions.metrics import Flags
from touchstone.vocabulary.odds import sigmoid

from .rules import Scores, fit_weights, logits_of

BY_INDICATORS = "weights by indicators"

_MOST_USED = 8
"""Indicators that weights follow at most."""

_MOST_VIDEOS = 8_000
"""Videos beyond which weights are fitted on a random part."""

_DEVIATION = 0.5
"""How far the weight of a member is expected to move over the indicators, as a standard deviation."""

_SEED = 11


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class IndicatorWeights:
    """Fitted weights that follow indicators.

    Attributes:
        scales: slope and offset that calibrate each member's log-odds, [members, 2].
        used: numbers of the indicators that are used, shape (k,).
        weights: weight of each member at 0, then what each used indicator adds, [members, 1 + k].
        offset: what is added at the end: the log-odds of the share of fakes.
    """

    scales: Scores
    used: NDArray[np.int64]
    weights: Scores
    offset: float

    def of_each(self, traits: Scores) -> Scores:
        """Weight of each member for each video, at least 0, [videos, members]."""
        return np.maximum(_with_one(traits[:, self.used]) @ self.weights.T, 0.0)

    def answer(self, p: Scores, traits: Scores) -> Scores:
        """P(fake) of each video, shape (videos,).

        A member without a score takes no part, and the weights of the others keep their proportions and their sum. NaN where no
        member that counts gave a score.
        """
        z, each = _calibrated(p, self.scales), self.of_each(traits)
        there = ~np.isnan(z)
        left, whole = (there * each).sum(axis=1), each.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            raised = np.where(there.all(axis=1), 1.0, np.where(left > 0, whole / left, np.nan))
        return sigmoid((np.where(there, z, 0.0) * each).sum(axis=1) * raised + self.offset)


def fit_by_indicators(p: Scores, fake: Flags, traits: Scores) -> IndicatorWeights:
    """Fit weights that follow indicators.

    Args:
        p: scores of the members, [videos, members], without gaps.
        fake: labels of both classes.
        traits: indicators from −1 to 1, [videos, indicators].
    """
    if len(fake) > _MOST_VIDEOS:
        drawn = np.sort(np.random.default_rng(_SEED).choice(len(fake), _MOST_VIDEOS, replace=False))
        p, fake, traits = p[drawn], fake[drawn], traits[drawn]
    prior = float(np.log(fake.sum() / (~fake).sum()))
    fits = [fit_weights(logits_of(p[:, m : m + 1]), fake) for m in range(p.shape[1])]
    scales = np.array([(slope[0], offset - prior) for slope, offset in fits])
    z = _calibrated(p, scales)
    plain, offset = fit_weights(z, fake)
    used = _most_related(z, fake, traits, z @ plain + offset)
    weights, offset = _fit(z, fake, _with_one(traits[:, used]), plain, offset)
    return IndicatorWeights(scales=scales, used=used, weights=weights, offset=offset)


def _calibrated(p: Scores, scales: Scores) -> Scores:
    return logits_of(p) * scales[:, 0] + scales[:, 1]


def _with_one(traits: Scores) -> Scores:
    return np.concatenate([np.ones((len(traits), 1)), traits], axis=1)


def _most_related(z: Scores, fake: Flags, traits: Scores, log_odds: Scores) -> NDArray[np.int64]:
    """The indicators by which some member should count more or less: those with the largest score statistic."""
    left = fake - sigmoid(log_odds)
    pulls = (z * left[:, None]).T @ traits
    sizes = np.sqrt(np.square(z * left[:, None]).T @ np.square(traits)) + 1e-12
    strength = np.abs(pulls / sizes).max(axis=0)
    return np.sort(np.argsort(-strength, kind="stable")[:_MOST_USED])


def _fit(z: Scores, fake: Flags, q: Scores, plain: Scores, offset: float) -> tuple[Scores, float]:
    """Logistic regression on every member times every indicator; the part without indicators is drawn to nothing."""
    sign = np.where(fake, 1.0, -1.0)
    shape = (z.shape[1], q.shape[1])
    x = (z[:, :, None] * q[:, None, :]).reshape(len(z), -1)
    ridge = np.full(shape, (q.shape[1] - 1) / (2 * len(z) * _DEVIATION**2))
    ridge[:, 0] = 1e-3
    pull_to = ridge.ravel()

    def loss(parameters: Scores) -> tuple[float, Scores]:
        weights, added = parameters[:-1], parameters[-1]
        margin = sign * (x @ weights + added)
        pull = -sign * sigmoid(-margin) / len(sign)
        value = float(np.logaddexp(0, -margin).mean() + pull_to @ np.square(weights))
        return value, np.append(x.T @ pull + 2 * pull_to * weights, pull.sum())

    start = np.zeros(shape)
    start[:, 0] = plain
    fit = minimize(loss, np.append(start.ravel(), offset), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.reshape(fit.x[:-1], shape), float(fit.x[-1])
