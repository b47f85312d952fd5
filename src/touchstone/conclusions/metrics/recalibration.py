"""What would make the probabilities right: a shift of the log-odds, and a temperature.

Cox (1958): the log-odds of *fake* are regressed on the log-odds that the detector gave, logit P = a + b · logit p. A detector
that is calibrated has a = 0 and b = 1. A slope b below 1 means probabilities that are too extreme (temperature 1/b above 1; Guo
et al. 2017), above 1 ones that are under-confident. Training on other shares of the classes leaves a shift a with b = 1 (Saerens
et al. 2002): both are fitted together, so neither is taken for the other.

Wrong labels bend the slope too: whoever is right is sure, and a share e of the labels says otherwise whatever the score. So the
same log-odds are also fitted by P = e + (1 − 2e) · sigmoid(a + logit p), which has as many parameters as shift and slope; the
likelihoods say which of the two fits better.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from touchstone.vocabulary.odds import sigmoid

from .arrays import Floats
from .clusters import Clusters
from .estimate import Estimate
from .means import mean_estimate
from .quantiles import t_quantile
from .reliability import few_groups
from .sample import Sample
from .thresholds import grouped_folds

_MOST_FLIPPED = 0.45
_LOG_SLOPES = (-math.log(50), math.log(50))
_MOST_DECIMALS = 4
_LEAST = 1e-6
_DISTINCT = 8  # fewer different scores are decisions or grades, not probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibration:
    """The fitted shift and slope, and what they are worth on groups that they were not fitted on.

    Attributes:
        shift: a, in nats of log-odds: what must be added once the slope is right.
        slope: b; 1 is calibrated, below 1 overconfident.
        prior_shift: the shift that is best while the slope stays 1.
        shift_gain: mean held-out log-loss that the best shift alone saves, in nats.
        slope_gain: mean held-out log-loss that the slope saves beyond the shift.
        temperature: what log-odds are best divided by while nothing is added; ``None`` where higher scores do not mean fake.
        flipped: e, the share of wrong labels that would bend the slope like this, in [0, 0.45].
        flipped_better: log-likelihood of wrong labels less that of the slope, over all videos, in nats; above 0 wrong labels fit
            better.
    """

    shift: Estimate
    slope: Estimate
    prior_shift: Estimate
    shift_gain: Estimate
    slope_gain: Estimate
    temperature: float | None = None
    flipped: float = 0.0
    flipped_better: float = -math.inf

def recalibrate(sample: Sample, *, folds: int = 5, seed: int = 0) -> Recalibration | None:
    """Fit shift and slope; intervals are cluster-robust (sandwich variance), and nowhere narrower than those of the model.

    Returns:
        ``None`` where nothing can be held out, where the scores take fewer than eight values (those are decisions), or where
        the classes are separated without error, so that no finite slope is best.
    """
    fold = grouped_folds(sample, folds, seed)
    if fold is None or np.unique(sample.p).size < _DISTINCT:
        return None
    z, y = clipped_log_odds(sample.p), sample.fake.astype(np.float64)
    both = _fit(z, y, slope=True)
    alone = _fit(z, y, slope=False)
    if both is None or alone is None:
        return None
    before, after_shift, after_both = _losses(z, y, (0.0, 1.0)), np.empty_like(z), np.empty_like(z)
    for k in range(int(fold.max()) + 1):
        inside = fold == k
        shift, scale = _fit(z[~inside], y[~inside], slope=False), _fit(z[~inside], y[~inside], slope=True)
        if shift is None or scale is None:
            return None
        after_shift[inside] = _losses(z[inside], y[inside], shift)
        after_both[inside] = _losses(z[inside], y[inside], scale)
    a, b = _robust(sample, z, y, both, slope=True)
    (prior,) = _robust(sample, z, y, alone, slope=False)
    flipped, loss = _flipped(z, y)
    return Recalibration(
        shift=a,
        slope=b,
        prior_shift=prior,
        shift_gain=mean_estimate(before - after_shift, sample.group),
        slope_gain=mean_estimate(after_shift - after_both, sample.group),
        temperature=_temperature(z, y),
        flipped=flipped,
        flipped_better=float(_losses(z, y, both).sum()) - loss,
    )


def right_share(sample: Sample, threshold: float) -> Estimate | None:
    """The share of fakes for which a threshold is right: there a video with just that score is as likely fake as real.

    The log-odds of *fake* at the threshold are taken from the fitted shift and slope, and those of the share of fakes among
    these videos out of them. The share itself decides nothing, so videos may be chosen by label.

    Args:
        sample: the videos.
        threshold: P(fake) from which on a video is called fake.

    Returns:
        ``None`` where no log-odds can be fitted, the threshold is 0 or 1, or higher scores do not mean fake.
    """
    if not sample.two_classes or not 0 < threshold < 1 or np.unique(sample.p).size < _DISTINCT:
        return None
    z = clipped_log_odds(sample.p) - math.log(threshold / (1 - threshold))
    y = sample.fake.astype(np.float64)
    fitted = _fit(z, y, slope=True)
    if fitted is None or fitted[1] <= 0:
        return None
    at_threshold = _robust(sample, z, y, fitted, slope=True)[0]
    if at_threshold.limits is None:
        return None
    odds = math.log(sample.fake_count / sample.real_count)
    value, low, high = (float(sigmoid(odds - limit)) for limit in at_threshold.limits)
    return replace(at_threshold, value=value, low=high, high=low)


def with_log_odds_shifted(sample: Sample, shift: float) -> Sample:
    """The same videos with ``shift`` added to their log-odds."""
    p = sigmoid(clipped_log_odds(sample.p) + shift)
    return Sample(np.clip(p, 0.0, 1.0), sample.fake, sample.group)


def clipped_log_odds(p: Floats) -> Floats:
    """Log-odds; 0 and 1 count as half of the last digit that the scores are written with.

    >>> clipped_log_odds(np.array([0.0, 0.5, 0.25])).round(2).tolist()
    [-5.29, 0.0, -1.1]
    """
    least = _LEAST
    for decimals in range(1, _MOST_DECIMALS + 1):
        if bool(np.allclose(p, np.round(p, decimals), rtol=0, atol=1e-9)):
            least = 0.5 * 10.0**-decimals
            break
    kept = np.clip(p, least, 1 - least)
    return np.log(kept / (1 - kept))


def _losses(z: Floats, y: Floats, fitted: tuple[float, float]) -> Floats:
    eta = fitted[0] + fitted[1] * z
    return np.logaddexp(0.0, eta) - y * eta


def _temperature(z: Floats, y: Floats) -> float | None:
    """What log-odds are best divided by, between 0.02 and 50; ``None`` at an end of this range."""
    fit = minimize_scalar(
        lambda log_slope: float(_losses(z, y, (0.0, math.exp(log_slope))).mean()), bounds=_LOG_SLOPES, method="bounded"
    )
    log_slope = float(fit.x)
    inside = min(abs(log_slope - end) for end in _LOG_SLOPES) > 0.01
    return math.exp(-log_slope) if inside else None


def _flipped(z: Floats, y: Floats) -> tuple[float, float]:
    """Share of wrong labels, and the summed log-loss, of the fit by a shift and wrong labels."""

    def loss(parameters: Floats) -> float:
        shift, share = float(parameters[0]), float(parameters[1])
        p = share + (1 - 2 * share) * sigmoid(shift + z)
        return float(-(y * np.log(p) + (1 - y) * np.log1p(-p)).mean())

    fit = minimize(loss, np.array([0.0, 0.05]), method="L-BFGS-B", bounds=[(-20.0, 20.0), (1e-4, _MOST_FLIPPED)])
    return float(fit.x[1]), float(fit.fun) * z.size


def _fit(z: Floats, y: Floats, *, slope: bool) -> tuple[float, float] | None:
    """Maximum likelihood by Newton's method with halved steps; ``None`` where it does not exist."""
    a, b = 0.0, 1.0
    loss = float(_losses(z, y, (a, b)).mean())
    for _ in range(50):
        p = sigmoid(a + b * z)
        weight = np.maximum(p * (1 - p), 1e-12)
        gradient = np.array([(y - p).mean(), ((y - p) * z).mean()])
        if slope:
            cross = float((weight * z).mean())
            hessian = np.array([[weight.mean(), cross], [cross, (weight * z * z).mean()]])
            if np.linalg.cond(hessian) > 1e12:
                return None
            step = np.linalg.solve(hessian, gradient)
        else:
            step = np.array([gradient[0] / weight.mean(), 0.0])
        new = math.inf
        for _ in range(30):
            new = float(_losses(z, y, (a + step[0], b + step[1])).mean())
            if new <= loss + 1e-12:
                break
            step = step / 2
        a, b, loss = a + float(step[0]), b + float(step[1]), new
        if abs(a) > 50 or abs(b) > 50:
            return None
        if float(np.abs(step).max()) < 1e-9:
            return a, b
    return None


def _robust(sample: Sample, z: Floats, y: Floats, fitted: tuple[float, float], *, slope: bool) -> list[Estimate]:
    """Estimates with the sandwich variance over groups, or that of the model where it is larger.

    Where few videos are of one label, the sandwich is too narrow: of 400 calibrated videos with 2 % fakes it calls 8 % of the
    slopes wrong at the 5 % level, the larger of both 3 % (3,000 tables; of 100 with 10 % fakes 7 % and 3 %).
    """
    a, b = fitted
    p = sigmoid(a + b * z)
    columns = np.stack([np.ones_like(z), z], axis=1) if slope else np.ones((z.size, 1))
    weight = p * (1 - p)
    bread = np.linalg.inv((columns * weight[:, None]).T @ columns)
    influence = (columns * (y - p)[:, None]) @ bread
    covariance, df = Clusters.of(sample.group, len(sample)).covariance(influence)
    method = "logistic regression, sandwich variance" + ("" if sample.group is None else " over groups")
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=method)
    estimates: list[Estimate] = []
    for k, value in enumerate(fitted[: columns.shape[1]]):
        half = t_quantile(df) * math.sqrt(max(float(covariance[k, k]), float(bread[k, k])))
        estimates.append(nothing.with_value(value, value - half, value + half, few_groups(sample.group)))
    return estimates


def recalibrated_elsewhere(sample: Sample, *, folds: int = 5, seed: int = 0) -> Floats | None:
    """P(fake) of each video by the shift and slope that were fitted on the other folds, shape (n,).

    Returns:
        ``None`` where nothing can be held out, or where no finite slope is best.
    """
    fold = grouped_folds(sample, folds, seed)
    if fold is None:
        return None
    z, y = clipped_log_odds(sample.p), sample.fake.astype(np.float64)
    p = np.empty_like(z)
    for k in range(int(fold.max()) + 1):
        inside = fold == k
        fitted = _fit(z[~inside], y[~inside], slope=True)
        if fitted is None:
            return None
        p[inside] = sigmoid(fitted[0] + fitted[1] * z[inside])
    return p
