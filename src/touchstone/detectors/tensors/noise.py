"""Does a weight tensor look like independent noise? Its own shuffled copies are the answer's yardstick.

Whatever initialisation was used (normal, uniform, truncated; Xavier's or Kaiming's scale), it draws every value of a tensor
by itself. Shuffling the values then changes nothing that could be measured, so a statistic of an untrained tensor lies among
those of its shuffled copies, whatever the distribution of its values. Training leaves patterns that depend on places: a few
directions that are stronger than chance, rows and channels of unequal strength, kernels whose neighbours resemble each other.
All statistics grow with such patterns, so only the upper tail counts: an initialisation that is *more* regular than chance
(orthogonal, sparse) is not taken for training.

Two families of statistics are judged apart, because they are different measurements:

- *spectrum*: the largest singular value of the matrix (rows × everything else), where independent values end at the edge of
  Marchenko and Pastur, and that of kernel positions × everything else;
- *pattern*: spread of the energies and of the means of rows, input channels and kernel positions; correlation of neighbours
  in the kernel.

References: Marchenko and Pastur (1967), Distribution of eigenvalues for some sets of random matrices; Johnstone (2001), On
the distribution of the largest eigenvalue in principal components analysis; Martin and Mahoney (2021), Implicit
self-regularization in deep neural networks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats

from .sample import TensorSample

_FEWEST = 64
"""Values below which nothing is asked."""

_CLIP = 0.005
_EXACT = 48
_BLOCK, _PASSES, _CONVERGED = 6, 3, 30
# Tracy and Widom's law for real matrices has 0.29; eigenvalues of small matrices lean more.
_SKEW = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseLikeness:
    """How a tensor compares with its shuffled copies.

    Attributes:
        edge: largest singular value over the edge of Marchenko and Pastur; about 1 for noise.
        spectrum_z: how far the spectrum lies above that of shuffled copies, in their standard deviations.
        spectrum_p: probability of as much in noise, 0 to 1, corrected for the number of statistics in the family.
        pattern_z: the same of the patterns.
        pattern_p: the same of the patterns.
        sampled: values that were looked at, after sampling.
    """

    edge: float
    spectrum_z: float
    spectrum_p: float
    pattern_z: float
    pattern_p: float
    sampled: int


def likeness(sample: TensorSample, rng: np.random.Generator) -> NoiseLikeness | None:
    """Compare a sample with its shuffled copies.

    p values come from the t distribution of a new draw given the mean and the spread of the shuffled copies, so that they
    can be smaller than one over their number.

    Returns:
        ``None`` where there are fewer than :data:`_FEWEST` values, only one row or column, or no spread.
    """
    x = _standardised(sample.values)
    rows, channels, positions = x.shape
    if x.size < _FEWEST or rows < 2 or channels * positions < 2 or not x.any():
        return None
    start = rng.standard_normal((channels * positions, _BLOCK)).astype(np.float32)
    seen = _statistics(x, sample.grid, start)
    shuffles = 99 if x.size <= 1 << 12 else 49 if x.size <= 1 << 14 else 24
    copies = np.empty((shuffles, len(seen)))
    flat = x.reshape(-1).copy()
    for number in range(shuffles):
        rng.shuffle(flat)
        copies[number] = _statistics(flat.reshape(x.shape), sample.grid, start)
    spectral = 1 + (positions > 1)
    # Sums of squares lean to the right; their cube roots are nearly normal (Wilson and Hilferty, 1931).
    seen[spectral:], copies[:, spectral:] = np.cbrt(seen[spectral:]), np.cbrt(copies[:, spectral:])
    spread = copies.std(axis=0, ddof=1)
    spread[spread <= 1e-6 * np.abs(copies).max(axis=0)] = np.inf
    z = (seen - copies.mean(axis=0)) / (spread * math.sqrt(1 + 1 / shuffles))
    z[:spectral] = _upright(z[:spectral])
    p = stats.t.sf(z, shuffles - 1)
    edge = math.sqrt(rows) + math.sqrt(channels * positions)
    return NoiseLikeness(
        edge=math.sqrt(_largest(x.reshape(rows, -1), start, _CONVERGED)) / edge, sampled=x.size,
        spectrum_z=float(z[:spectral].max()), spectrum_p=_of_several(p[:spectral]),
        pattern_z=float(z[spectral:].max()), pattern_p=_of_several(p[spectral:]),
    )  # fmt: skip


def _of_several(p: NDArray[np.float64]) -> float:
    """The smallest of several p values, corrected by Šidák's formula."""
    return float(-np.expm1(len(p) * np.log1p(-min(p.min(), 1 - 1e-16))))


def _upright(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Largest eigenvalues lean to the right as well, by a known amount: the same formula for that skewness."""
    return (6 / _SKEW) * (np.cbrt(1 + _SKEW * np.maximum(z, -1.0) / 2) - 1) + _SKEW / 6


def _standardised(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean 0, variance 1, the outermost values pulled in: a single one must not hide all others."""
    low, high = np.quantile(values, (_CLIP, 1 - _CLIP))
    x = np.clip(values, low, high).astype(np.float32)
    x -= x.mean(dtype=np.float64)
    scale = math.sqrt(float(np.mean(np.square(x, dtype=np.float64))))
    # What rounding leaves of a constant does not count as spread.
    if not scale > 1e-6 * max(abs(float(low)), abs(float(high))):
        return np.zeros_like(x)
    x /= scale
    return x


def _statistics(x: NDArray[np.float32], grid: tuple[int, ...], start: NDArray[np.float32]) -> NDArray[np.float64]:
    """All statistics of values [rows, channels, positions]; those of the spectrum first."""
    rows, channels, positions = x.shape
    values = [_largest(x.reshape(rows, -1), start)]
    squares = x * x
    if positions > 1:
        places = x.reshape(-1, positions)
        values.append(_top(places.T))
        values += [places.mean(axis=0).var(), squares.mean(axis=(0, 1)).var(), _neighbours(x, grid)]
    values += [squares.mean(axis=(1, 2)).var(), x.mean(axis=(1, 2)).var()]
    if channels > 1:
        values += [squares.mean(axis=(0, 2)).var(), x.mean(axis=(0, 2)).var()]
    return np.asarray(values, np.float64)


def _largest(matrix: NDArray[np.float32], start: NDArray[np.float32], passes: int = _PASSES) -> float:
    """The largest squared singular value, for large matrices by a few steps of subspace iteration.

    The steps need not converge: shuffled copies get the same number of them.
    """
    if min(matrix.shape) <= _EXACT:
        return _top(matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T)
    vectors = torch.from_numpy(start)
    turned = torch.from_numpy(matrix)
    for _ in range(passes):
        vectors = turned.T @ (turned @ vectors)
        vectors /= torch.linalg.vector_norm(vectors, dim=0)
    basis, _ = torch.linalg.qr(vectors)
    return _top((turned @ basis).T.numpy())


def _top(matrix: NDArray[np.float32]) -> float:
    """Largest eigenvalue of the products of a few rows."""
    rows = torch.from_numpy(matrix)
    return float(torch.linalg.eigvalsh(rows @ rows.T)[-1])


def _neighbours(x: NDArray[np.float32], grid: tuple[int, ...]) -> float:
    """Sum of the squared correlations of values that lie side by side in the kernel, one for each of its axes."""
    kernels = x.reshape(-1, *grid)
    total = 0.0
    for axis, size in enumerate(grid, start=1):
        if size > 1:
            before, after = np.split(np.arange(size), [size - 1])[0], np.arange(1, size)
            product = np.take(kernels, before, axis).ravel() @ np.take(kernels, after, axis).ravel()
            total += (float(product) / (kernels.size * (size - 1) / size)) ** 2
    return total
