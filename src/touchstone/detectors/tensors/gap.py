"""Values that lie apart from all others of their tensor, as a flipped bit of an exponent leaves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_FEWEST = 16
"""Values other than 0 below which no gap is measured."""

_MOST_BEYOND = 32
_SHARE_BEYOND = 8
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The widest gap among the largest magnitudes.

    Attributes:
        gap: smallest magnitude above it over the largest below it, at least 1.
        beyond: number of values above it.
    """

    gap: float
    beyond: int


def gap(flat: NDArray[np.floating]) -> Gap | None:
    """Look at the 33 largest magnitudes of ``flat`` [n], at most one in eight of those that are not 0.

    Learned values thin out towards their largest; between two neighbours of that order lies a factor near 1. A value whose
    exponent lost a bit has no neighbours.

    Returns:
        ``None`` with fewer than 16 finite values other than 0.
    """
    count, largest = 0, np.zeros(0)
    for piece in _magnitudes(flat):
        count += piece.size
        largest = _top(np.concatenate([largest, _top(piece)]))
    if count < _FEWEST:
        return None
    largest = largest[: count // _SHARE_BEYOND + 1]
    with np.errstate(over="ignore"):
        ratios = np.minimum(largest[:-1] / largest[1:], np.finfo(np.float64).max)
    widest = int(ratios.argmax())
    return Gap(gap=float(ratios[widest]), beyond=widest + 1)


def _magnitudes(flat: NDArray[np.floating]) -> Iterator[NDArray[np.float64]]:
    """Finite magnitudes above 0, some at a time."""
    for start in range(0, flat.size, _PIECE):
        piece = np.abs(flat[start : start + _PIECE].astype(np.float64))
        yield piece[np.isfinite(piece) & (piece > 0)]


def _top(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest ones, in falling order."""
    keep = min(_MOST_BEYOND + 1, values.size)
    return np.sort(np.partition(values, values.size - keep)[values.size - keep :])[::-1] if keep else values
