"""Traces of damaged bytes in a tensor: values of absurd size, and stripes of one repeated value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

_FAR = 1000.0
"""Times the median magnitude from which on a value is counted as far out."""

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
    its value by up to 2^128; a flipped bit of the mantissa, or one that makes a value smaller, leaves no trace that can be
    distinguished from training.
    """
    flat = tensor.detach().reshape(-1).float().numpy()
    some = np.abs(flat[:: max(1, flat.size // _MEDIAN_OF)])
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
    row = math.prod(tensor.shape[1:]) if tensor.dim() > 1 else flat.size
    return Damage(outlier=largest / median if median else None, far=far, stripe=_stripe(flat, row))


def _stripe(flat: NDArray[np.float32], row: int) -> int:
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
    aligned = first % row == 0 and (first + length) % row == 0
    elsewhere = (total - length) / flat.size
    return length if length >= _SHORTEST and not aligned and elsewhere < _ELSEWHERE else 0
