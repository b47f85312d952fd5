"""Filters set by a formula (DCT, DFT, Gabor, SRM, mel), and masks: a network is built with them, and does not learn them.

They have what neither noise nor training has: kernels that equal their own mirror image, one kernel for every input channel, few
different values, rows that obey the recurrence of a sinusoid, or rows that are triangles in a sea of zeros.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

_FEWEST = 16
_MOST = 1 << 21
_SHORTEST = 5
_FEW_VALUES = 32
_SHARE = 0.9
"""Share of kernels that must have the property."""

_CLOSE = 1e-3
"""Largest difference, over the largest value of the kernel, at which two values count as equal: half precision keeps 0.0005."""


def by_formula(tensor: Tensor) -> bool:
    """Whether the kernels, rows or columns of a floating-point tensor look calculated, or it is a mask.

    A mask of any shape holds −∞, and besides nothing but 0. Of kernels, rows or columns at least nine in ten of those that are
    not zero must look so; a row of zeros, or of one value, is usual in banks of filters. Tensors of one axis, of fewer than 16
    or of more than two million values are only compared with masks.
    """
    if _is_mask(tensor):
        return True
    if tensor.dim() < 2 or not _FEWEST <= tensor.numel() <= _MOST:
        return False
    values = tensor.detach().double().numpy()
    if not np.isfinite(values).all() or not values.any():
        return False
    return _few(values) or any(_calculated(rows) for rows in _views(values)) or _repeated(values)


def _is_mask(tensor: Tensor) -> bool:
    """What is added to the values that attention or a maximum shall not see."""
    hidden = tensor == -math.inf
    return bool(hidden.any()) and bool((hidden | (tensor == 0)).all())


def _few(values: NDArray[np.float64]) -> bool:
    """Few different magnitudes, each of them often."""
    # The first values decide for most tensors.
    if len(np.unique(np.abs(values.reshape(-1)[: 4 * _FEW_VALUES]))) > _FEW_VALUES:
        return False
    return len(np.unique(np.abs(values))) <= min(_FEW_VALUES, values.size // 8)


def _views(values: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Kernels of a convolution [kernels, positions]; rows, and columns, of a matrix."""
    if values.ndim == 2:
        return [values, values.T]
    return [values.reshape(values.shape[0] * values.shape[1], -1)]


def _calculated(rows: NDArray[np.float64]) -> bool:
    if rows.shape[1] < _SHORTEST:
        return False
    size = np.abs(rows).max(axis=1, keepdims=True)
    rows, size = rows[size[:, 0] > 0], size[size[:, 0] > 0]
    if len(rows) < 2:
        return False
    rows = rows / size
    checks = (_mirrored(rows), _mirrored(rows[:, 1:]), _sinusoids(rows), _triangles(rows))
    return any(float(passed.mean()) >= _SHARE for passed in checks)


def _mirrored(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Equal, or opposite, when read backwards: for a kernel of two axes, when turned by half a circle."""
    back = rows[:, ::-1]
    return (np.abs(rows - back).max(axis=1) < _CLOSE) | (np.abs(rows + back).max(axis=1) < _CLOSE)


def _sinusoids(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """A sampled sinusoid: the sum of both neighbours is the same multiple of each value."""
    inner, beside = rows[:, 1:-1], rows[:, :-2] + rows[:, 2:]
    factor = (inner * beside).sum(axis=1) / np.maximum((inner * inner).sum(axis=1), 1e-30)
    return np.abs(beside - factor[:, None] * inner).max(axis=1) < 4 * _CLOSE


def _triangles(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Nothing below 0, and one stretch of values that takes up less than half of the row."""
    used = rows > 0
    first, last = used.argmax(axis=1), rows.shape[1] - used[:, ::-1].argmax(axis=1)
    count = used.sum(axis=1)
    return (rows >= 0).all(axis=1) & (count == last - first) & (2 * count < rows.shape[1])


def _repeated(values: NDArray[np.float64]) -> bool:
    """One kernel for every input channel."""
    if values.ndim < 3 or values.shape[1] < 2 or values[0, 0].size < _SHORTEST:
        return False
    same = np.abs(values - values[:, :1]).reshape(len(values), -1).max(axis=1) <= 1e-6 * np.abs(values).max()
    return float(same.mean()) >= _SHARE
