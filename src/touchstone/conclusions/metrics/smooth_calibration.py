"""Calibration without bins: the smooth calibration error, and what it would be by chance.

Błasiok & Nakkiran (2023, "Smooth ECE: Principled Reliability Diagrams via Kernel Smoothing"): residuals label − P(fake) are
smoothed along P(fake) with a Gaussian that is reflected at 0 and 1, and the mean absolute value is taken. The width of the
Gaussian is not chosen: it is the one that equals the error that it gives. Reflected Gaussian smoothing on [0, 1] is heat flow
with closed ends, so it multiplies the cosine coefficients of the residuals by exp(−π²k²σ²/2): one cosine transform per width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, idct  # pyright: ignore[reportUnknownVariableType]
from scipy.sparse import csr_array

from .arrays import Codes, Floats
from .clusters import Clusters
from .estimate import Estimate
from .quantiles import LEVEL, LOWER, UPPER
from .reliability import few_groups
from .sample import Sample

_CELLS = 256
"""Cells of P(fake) that residuals are gathered in: finer than any width that an error above 0.01 asks for."""

_SIMULATIONS = 200
_STEPS = 11
_NARROWEST = 1 / _CELLS
_EXACT_UP_TO = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothCalibration:
    """Smooth calibration error with its floor.

    Attributes:
        error: smooth calibration error, in [0, 1]; 0.1 means that P(fake) is off by about 0.1 on average.
        null_mean: mean error of perfectly calibrated detectors with these scores, this n and this dependence.
        null_high: 95 % quantile of the same.
        p_value: share of perfectly calibrated detectors with an error at least as large.
        null_method: how the perfectly calibrated ones were made.
    """

    error: Estimate
    null_mean: float | None
    null_high: float | None
    p_value: float | None
    null_method: str


def smooth_calibration(sample: Sample, *, simulations: int = _SIMULATIONS, seed: int = 0) -> SmoothCalibration:
    """Smooth calibration error with its interval and its floor under perfect calibration.

    The floor draws labels as coin flips with the scores as probabilities where videos are independent. Where groups are known
    it turns the sign of all residuals of a group at random (Rademacher weights, the wild cluster bootstrap), which keeps
    their dependence. The interval resamples groups and reflects the quantiles, because resampling adds the upward bias a second
    time.

    >>> said = smooth_calibration(Sample(np.full(200, 0.9), np.arange(200) % 2 == 0))
    >>> round(said.error.value, 2), said.p_value < 0.01
    (0.4, True)
    """
    n, groups = len(sample), sample.groups
    method = "reflected bootstrap" if groups is None else "reflected cluster bootstrap"
    null_method = "labels drawn from the scores" if groups is None else "signs of groups drawn"
    error = Estimate.undefined(n=n, groups=groups, method=method)
    if n == 0:
        return SmoothCalibration(error=error, null_mean=None, null_high=None, p_value=None, null_method=null_method)
    cell = np.minimum((sample.p * _CELLS).astype(np.int64), _CELLS - 1)
    residual = (sample.fake - sample.p) / n
    value = float(smoothed(_gathered(cell, residual)[None, :])[0])
    rng = np.random.default_rng(seed)
    null = smoothed(_null(rng, sample, cell, residual, simulations))
    upper, lower = np.quantile(smoothed(_resampled(rng, sample, cell, residual, simulations)), [UPPER, LOWER])
    low, high = max(0.0, min(value, 2 * value - float(upper))), min(1.0, max(value, 2 * value - float(lower)))
    return SmoothCalibration(
        error=error.with_value(value, low, max(high, low + 1e-9), few_groups(sample.group)),
        null_mean=float(null.mean()),
        null_high=float(np.quantile(null, LEVEL)),
        p_value=float((1 + np.count_nonzero(null >= value - 1e-12)) / (1 + null.size)),
        null_method=null_method,
    )


def smoothed(residuals: Floats) -> Floats:
    """Smooth error of residual masses per cell: (samples, CELLS) becomes (samples,).

    The error falls as the Gaussian widens, so the width that equals its own error is found by bisection.
    """
    waves = np.asarray(dct(residuals, axis=1, norm="ortho"), np.float64)
    decay = (math.pi * np.arange(_CELLS)) ** 2 / 2
    low, high = np.full(len(residuals), _NARROWEST), np.ones(len(residuals))
    for _ in range(_STEPS):
        width = (low + high) / 2
        wider = _error(waves, decay, width) > width
        low, high = np.where(wider, width, low), np.where(wider, high, width)
    return _error(waves, decay, (low + high) / 2)


def _error(waves: Floats, decay: Floats, width: Floats) -> Floats:
    damped = waves * np.exp(-np.outer(width**2, decay))
    return np.abs(np.asarray(idct(damped, axis=1, norm="ortho"))).sum(axis=1)


def _null(rng: np.random.Generator, sample: Sample, cell: Codes, residual: Floats, simulations: int) -> Floats:
    """Residuals per cell of perfectly calibrated detectors, shape (simulations, CELLS)."""
    n, p = len(sample), sample.p
    clusters = Clusters.of(sample.group, n)
    if clusters.index is not None:
        signs = (
            rng.integers(0, 2, (size, clusters.count)) * 2.0 - 1.0 for size in _batches(simulations, clusters.count)
        )
        return _weighted(cell, residual, clusters, signs)
    if n > _EXACT_UP_TO:
        return rng.standard_normal((simulations, _CELLS)) * (np.sqrt(_gathered(cell, p * (1 - p))) / n)
    drawn = [(rng.random(n) < p) - p for _ in range(simulations)]
    return np.stack([_gathered(cell, d / n) for d in drawn])


def _resampled(rng: np.random.Generator, sample: Sample, cell: Codes, residual: Floats, simulations: int) -> Floats:
    """Residuals per cell of samples like this one: groups, or videos, drawn with replacement.

    Numbers of draws are independent Poisson numbers, scaled to as many videos as there are; of many independent videos the
    sums per cell are normal.
    """
    clusters = Clusters.of(sample.group, len(sample))
    if clusters.index is None and len(sample) > _EXACT_UP_TO:
        spread = np.sqrt(_gathered(cell, np.square(residual)))
        return _gathered(cell, residual) + rng.standard_normal((simulations, _CELLS)) * spread
    draws = (
        rng.poisson(1.0, (size, clusters.count)).astype(np.float64) for size in _batches(simulations, clusters.count)
    )
    scaled = (times * (len(sample) / np.maximum(times @ clusters.size, 1.0))[:, None] for times in draws)
    return _weighted(cell, residual, clusters, scaled)


def _batches(simulations: int, clusters: int) -> list[int]:
    """Sizes of the batches in which weights are drawn: four million numbers at most in each."""
    size = max(1, min(simulations, 4_000_000 // max(clusters, 1)))
    return [min(size, simulations - start) for start in range(0, simulations, size)]


def _weighted(
    cell: Codes, residual: Floats, clusters: Clusters, weights: Iterable[NDArray[np.floating[Any]]]
) -> Floats:
    """Residuals per cell when every cluster is weighted, for batches of weights of shape (batch, clusters)."""
    index = np.arange(cell.size) if clusters.index is None else clusters.index
    by_cell = csr_array((residual, (cell, index)), shape=(_CELLS, clusters.count))
    return np.concatenate([np.asarray(by_cell @ batch.T).T for batch in weights])


def _gathered(cell: Codes, weights: Floats) -> Floats:
    """Sum of the weights in each cell, shape (CELLS,)."""
    return np.bincount(cell, weights=weights, minlength=_CELLS).astype(np.float64)
