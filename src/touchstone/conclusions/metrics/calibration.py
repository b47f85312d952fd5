"""Calibration: whether P(fake) = 0.8 means fake in 80 of 100 cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Codes, Floats
from .clusters import Clusters
from .curves import quantile_bins
from .estimate import Estimate
from .quantiles import LEVEL, LOWER, UPPER
from .reliability import few_groups
from .sample import Sample

BINS = 15
_PER_BIN = 10
_SIMULATIONS = 1000
_EXACT_UP_TO = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """What was said against what was so, in one of the bins of equal mass.

    Attributes:
        count: videos in it.
        mean_p: their mean P(fake).
        fake_share: share of fakes among them.
    """

    count: int
    mean_p: float
    fake_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Expected calibration error, and what it would be by chance alone.

    Attributes:
        error: mean over videos of |mean P(fake) − share of fakes| of their bin (Naeini et al. 2015). It is
            biased upwards.
        bins: bins of equal mass that it was taken over.
        null_mean: mean error of a perfectly calibrated detector with these very scores and this n: what is
            not a fault.
        null_high: 95 % quantile of the same.
        p_value: share of perfectly calibrated detectors with an error at least as large.
        curve: the reliability curve that the error was computed from, from the lowest bin.
    """

    error: Estimate
    bins: int
    null_mean: float | None
    null_high: float | None
    p_value: float | None
    curve: tuple[ReliabilityBin, ...]


def equal_mass_bins(p: Floats, bins: int = BINS) -> Codes:
    """Bin of each video, 0 … k − 1 with k ≤ ``bins``: equally many videos in each, as far as ties allow.

    Equal scores are never parted, and there are at most as many bins as leave ten videos to each.
    """
    return quantile_bins(p, max(1, min(bins, p.size // _PER_BIN)))


def calibration(sample: Sample, bins: int = BINS, seed: int = 0) -> Calibration:
    """Calibration error with its interval, its floor under perfect calibration, and the reliability curve.

    The interval comes from redrawing the bins' deviations from the normal distribution with their
    cluster-robust covariance and reflecting the quantiles (basic bootstrap), because redrawing adds the same
    upward bias a second time. The floor draws labels as independent coin flips with the scores as
    probabilities; groups raise the true floor.

    >>> said = calibration(Sample(np.array([0.9] * 20), np.array([True] * 10 + [False] * 10)))
    >>> said.bins, round(said.error.value, 2), said.null_mean < 0.1
    (1, 0.4, True)
    """
    n = len(sample)
    error = Estimate.undefined(n=n, groups=sample.groups, method=f"reflected normal bootstrap, {bins} bins at most")
    if n == 0:
        return Calibration(error=error, bins=0, null_mean=None, null_high=None, p_value=None, curve=())
    index = equal_mass_bins(sample.p, bins)
    k = int(index.max()) + 1
    count = np.bincount(index, minlength=k)
    said = np.bincount(index, weights=sample.p, minlength=k)
    so = np.bincount(index, weights=sample.fake, minlength=k)
    gap = (so - said) / n
    value = float(np.abs(gap).sum())
    rng = np.random.default_rng(seed)
    draws = _redraw(rng, sample, index, gap)
    upper, lower = (float(q) for q in np.quantile(draws, [UPPER, LOWER]))
    low, high = max(0.0, min(value, 2 * value - upper)), min(1.0, max(value, 2 * value - lower))
    null = _null(rng, sample, index, k)
    columns = zip(count.tolist(), (said / count).tolist(), (so / count).tolist(), strict=True)
    curve = tuple(ReliabilityBin(count=videos, mean_p=mean, fake_share=share) for videos, mean, share in columns)
    return Calibration(
        error=error.with_value(value, low, max(high, low + 1e-9), few_groups(sample.group)),
        bins=k,
        null_mean=float(null.mean()),
        null_high=float(np.quantile(null, LEVEL)),
        p_value=float((1 + np.count_nonzero(null >= value - 1e-12)) / (1 + null.size)),
        curve=curve,
    )


def _redraw(rng: np.random.Generator, sample: Sample, index: Codes, gap: Floats) -> Floats:
    """Errors of samples like this one, shape (simulations,)."""
    n, k = len(sample), gap.size
    residual = sample.fake - sample.p
    influence = np.zeros((n, k))
    mean = gap * n / np.bincount(index, minlength=k)
    influence[np.arange(n), index] = (residual - mean[index]) / n
    covariance, _ = Clusters.of(sample.group, n).covariance(influence)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.abs(gap + rng.standard_normal((_SIMULATIONS, k)) @ root.T).sum(axis=1)


def _null(rng: np.random.Generator, sample: Sample, index: Codes, k: int) -> Floats:
    """Errors of perfectly calibrated detectors with these scores, shape (simulations,)."""
    n, p = len(sample), sample.p
    if n > _EXACT_UP_TO:
        # Sums of more than a thousand coin flips per bin are normal.
        deviation = np.sqrt(np.bincount(index, weights=p * (1 - p), minlength=k))
        return np.abs(rng.standard_normal((_SIMULATIONS, k)) * deviation).sum(axis=1) / n
    order = np.argsort(index, kind="stable")
    starts = np.searchsorted(index[order], np.arange(k))
    ordered = p[order]
    chunk = max(1, 2_000_000 // n)
    parts: list[Floats] = []
    for start in range(0, _SIMULATIONS, chunk):
        size = min(chunk, _SIMULATIONS - start)
        surplus = (rng.random((size, n)) < ordered) - ordered
        parts.append(np.abs(np.add.reduceat(surplus, starts, axis=1)).sum(axis=1) / n)
    return np.concatenate(parts)
