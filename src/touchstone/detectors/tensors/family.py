"""Which of the usual initial distributions the values of a tensor follow, at whatever scale."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import special, stats
from torch import Tensor

_FEWEST = 64
"""Values below which no distribution is named."""

_MOST = 20_000
_ROWS = 64
_EQUAL = 1e-3
# Truncated at two standard deviations, as Keras and ``torch.nn.init.trunc_normal_`` with matching limits do.
_TRUNCATED = 2.0


def family(values: NDArray[np.float32], rng: np.random.Generator) -> tuple[str, float] | None:
    """The best-fitting of ``normal``, ``uniform``, ``truncated normal``, and the p value of its fit.

    Kolmogorov's distance; for the normal one, whose mean and spread are estimated, with the p of Dallal and Wilkinson (1986)
    for Lilliefors' test; the other two are centred at 0 and get their scale from the largest value, which costs the p value
    nothing in the limit. At most 20,000 values are looked at.

    Returns:
        ``None`` with fewer than :data:`_FEWEST` values, or without spread.
    """
    flat = values.reshape(-1).astype(np.float64)
    if flat.size < _FEWEST:
        return None
    largest, spread = float(np.abs(flat).max()), float(flat.std())
    if not spread > 1e-6 * largest:
        return None
    mean = float(flat.mean())
    if flat.size > _MOST:
        flat = rng.choice(flat, _MOST, replace=False)
    flat.sort()
    inner = special.ndtr(_TRUNCATED) - special.ndtr(-_TRUNCATED)
    fits = {
        "normal": _lilliefors(_distance(special.ndtr((flat - mean) / spread)), flat.size),
        "uniform": _kolmogorov(_distance((flat / largest + 1) / 2), flat.size),
        "truncated normal": _kolmogorov(
            _distance((special.ndtr(flat / largest * _TRUNCATED) - special.ndtr(-_TRUNCATED)) / inner), flat.size
        ),
    }
    best = max(fits, key=lambda name: fits[name])
    return best, fits[best]


def orthogonal(tensor: Tensor) -> bool:
    """Whether rows (or columns, where they are fewer) are orthogonal and of one length, to 0.1 %.

    An orthogonal initialisation leaves this, and the first step of training ends it. Up to 64 rows are looked at.
    """
    matrix = tensor.detach().reshape(tensor.shape[0], -1).float()
    if matrix.shape[0] > matrix.shape[1]:
        matrix = matrix.T
    if min(matrix.shape) < 2:
        return False
    some = torch.linspace(0, matrix.shape[0] - 1, min(_ROWS, matrix.shape[0])).long()
    matrix = matrix[some].double()
    gram = matrix @ matrix.T
    scale = float(gram.diagonal().mean())
    if not (math.isfinite(scale) and scale > 0):
        return False
    return bool((gram / scale - torch.eye(len(some), dtype=torch.float64)).abs().max() < _EQUAL)


def _distance(cdf: NDArray[np.float64]) -> float:
    steps = np.arange(len(cdf) + 1) / len(cdf)
    return float(max((steps[1:] - cdf).max(), (cdf - steps[:-1]).max()))


def _kolmogorov(distance: float, n: int) -> float:
    return float(stats.kstwobign.sf(distance * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))))


def _lilliefors(distance: float, n: int) -> float:
    # The formula holds for 5 to 100 values; beyond, the distance is brought to what it would be with 100.
    if n > 100:
        distance, n = distance * (n / 100) ** 0.49, 100
    root = math.sqrt(n + 2.78019)
    exponent = (
        -7.01256 * (distance * root) ** 2 + 2.99587 * distance * root - 0.122119 + 0.974598 / math.sqrt(n) + 1.67997 / n
    )
    return min(1.0, math.exp(min(exponent, 0.0)))
