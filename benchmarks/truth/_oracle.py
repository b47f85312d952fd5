"""Is there anything to find? A search that knows the answer, to tell a weak indicator from information that is gone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

_HALF = 0.055  # cycles per pixel: how far from the mirror waves are paired
_RARE = 0.02  # of the other places may be as coherent


def mirror_is_there(luma: NDArray[np.uint8], factor: float) -> bool:
    """Whether enlargement by a known factor shows as coherence around its mirror, with every row and column of the frame.

    Written apart from the indicator: plain sums of products of waves, whose frequencies add up to 1 / factor, over all rows,
    compared with the same sums at places beside it, of which at most one in fifty may be as large.
    """
    planes = (luma.astype(np.float64), luma.T.astype(np.float64))
    sums = [_sums(plane, 1 / factor, (0, 1, -1)) for plane in planes]
    beside = [_sums(plane, 1 / factor, [*range(5, 30), *range(-29, -4)]) for plane in planes]
    return bool(np.mean(beside[0] * beside[1] >= sums[0].max() * sums[1].max()) <= _RARE)


def _sums(plane: NDArray[np.float64], total: float, turns: Sequence[int]) -> NDArray[np.float64]:
    """Coherence of pairs of waves that add up to a frequency and some steps of the spectrum."""
    detail = 2 * plane[:, 1:-1] - plane[:, 2:] - plane[:, :-2]
    size = np.abs(detail)
    even = uniform_filter1d(size, 9, axis=1)
    detail = detail / (even + 0.5 * size.mean() + 0.5)
    waves = np.fft.rfft(detail * np.hanning(detail.shape[1]), axis=1)
    length = detail.shape[1]
    factors: list[float] = []
    for turn in turns:
        pair = round(total * length) + turn
        below = np.arange(max(1, pair - waves.shape[1] + 1, int(pair / 2 - _HALF * length)), (pair + 1) // 2)
        wave, other = waves[:, below], waves[:, pair - below]
        power = np.sqrt(np.sum(np.abs(wave) ** 2) * np.sum(np.abs(other) ** 2))
        factors.append(float(np.abs(np.sum(wave * other)) / max(power, 1e-12)))
    return np.array(factors)
