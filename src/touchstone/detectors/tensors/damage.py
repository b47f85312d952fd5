"""Traces of damaged bytes in a tensor: values of absurd size, and stripes of one repeated value."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_FAR = 1000.0
"""Times the median magnitude from which on a value is counted as far out."""

_REMAINS = 1e-3
"""Times the median magnitude below which all other values of a row of zeros are what decay has left: the row is empty."""

_FEWEST = 256
_SHORTEST = 64
_ELSEWHERE = 0.01
_MEDIAN_OF = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What was found.

    Attributes:
        outlier: largest finite magnitude over the median magnitude of the values that are not 0; ``None`` without such.
        far: finite values further out than :data:`_FAR` times that median.
        stripe: length of the longest run of one repeated value that is cut across rows, where hardly any other neighbours
            are equal; 0 where there is none.
    """

    outlier: float | None
    far: int
    stripe: int


def damage(tensor: Tensor) -> Damage:
    """Look at a floating-point tensor of any shape.

    The median is that of at most about a million values, evenly spread. A flipped bit in the exponent of a float32 multiplies
    its value by up to 2^128, of a float64 by up to 2^1024; a flipped bit of the mantissa, or one that makes a value smaller,
    leaves no trace that can be distinguished from training.
    """
    flat = wide(tensor)
    some = np.abs(flat[:: max(1, flat.size // _MEDIAN_OF)]).astype(np.float64)
    some = some[np.isfinite(some) & (some > 0)]
    if some.size == 0:
        return Damage(outlier=None, far=0, stripe=0)
    median = float(np.median(some))
    far, largest = 0, 0.0
    for start in range(0, flat.size, _MEDIAN_OF):
        piece = np.abs(flat[start : start + _MEDIAN_OF])
        piece = piece[np.isfinite(piece)]
        largest = max(largest, float(piece.max(initial=0.0)))
        far += int(np.count_nonzero(piece > _FAR * median))
    row = _row(tensor)
    outlier = min(largest / median, sys.float_info.max) if median else None
    return Damage(outlier=outlier, far=far, stripe=_stripe(flat, row, _REMAINS * median))


def _row(tensor: Tensor) -> int:
    """Values of what is pruned as one: a row, or a kernel where it has at least 64 positions; leading axes of 1 do not count."""
    shape = list(tensor.shape)
    while len(shape) > 1 and shape[0] == 1:
        shape.pop(0)
    kernel = math.prod(shape[2:])
    return kernel if kernel >= _SHORTEST else math.prod(shape[1:]) if len(shape) > 1 else tensor.numel()


def wide(tensor: Tensor) -> NDArray[np.floating]:
    """All values in a row [n]: float64 as it is, every other type as float32."""
    flat = tensor.detach().reshape(-1)
    return (flat if flat.dtype == torch.float64 else flat.float()).numpy()


def _stripe(flat: NDArray[np.floating], row: int, remains: float) -> int:
    if flat.size < _FEWEST:
        return 0
    equal = flat[1:] == flat[:-1]
    total = int(np.count_nonzero(equal))
    if total < _SHORTEST:
        return 0
    edge = np.zeros(1, np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate([edge, equal.view(np.int8), edge])))
    starts, stops = edges[::2], edges[1::2]
    longest = int((stops - starts).argmax())
    first, length = int(starts[longest]), int(stops[longest] - starts[longest]) + 1
    cut = _cut(flat, first, first + length, row, remains)
    elsewhere = (total - length) / flat.size
    return length if length >= _SHORTEST and cut and elsewhere < _ELSEWHERE else 0


def _cut(flat: NDArray[np.floating], first: int, last: int, row: int, remains: float) -> bool:
    """Whether a stretch begins or ends inside a row that holds something else."""
    before, after = flat[first - first % row : first], flat[last : last + -last % row]
    least = remains if flat[first] == 0 else 0.0
    return any(bool((np.abs(rest) >= least).any()) for rest in (before, after))
