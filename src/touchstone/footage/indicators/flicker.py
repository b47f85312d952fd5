"""How the light of a clip flickers, as a whole and in bands."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

_ROWS = 128  # rows that row means are gathered to
_FEWEST = 12  # frames
_SLOWEST = 3  # waves in the clip: slower changes are motion
_MOST_WAVES = 32  # in the height of the frame
_BLACK = 4.0  # levels: added to row means, so that dark rows do not count more than others


class FlickerMeter:
    """Gathers the brightness of every frame and of its rows."""

    def __init__(self) -> None:
        self._brightness: list[float] = []
        self._rows: list[NDArray[np.float64]] = []

    def add(self, luma: NDArray[np.uint8]) -> None:
        """Take the next frame's luma, uint8 ``[H, W]``."""
        means = cv2.reduce(luma, 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F)
        self._brightness.append(float(means.mean()))
        count = min(_ROWS, len(means))
        self._rows.append(cv2.resize(means, (1, count), interpolation=cv2.INTER_AREA).ravel().astype(np.float64))

    @property
    def flicker(self) -> float | None:
        """Standard deviation of what is random in the frames' mean luma, level; undefined below three frames."""
        return roughness(np.array(self._brightness))

    @property
    def bands(self) -> float | None:
        """Amplitude of the strongest wave of light that moves through the rows, share of their brightness.

        Mains light and a rolling shutter make such bands; so do screens that are filmed. Waves of at least 3 periods in
        the clip and 1 in the height; moving content makes some, a few thousandths. Undefined below 12 frames or rows.
        """
        shapes = {len(row) for row in self._rows}
        if len(self._rows) < _FEWEST or len(shapes) > 1 or min(shapes) < _FEWEST:
            return None
        light = np.log(np.array(self._rows) + _BLACK)
        light -= light.mean(axis=0)
        light -= light.mean(axis=1, keepdims=True)
        weight = np.outer(np.hanning(light.shape[0] + 2)[1:-1], np.hanning(light.shape[1] + 2)[1:-1])
        waves = np.abs(np.fft.fft2(light * weight)) * 2 / weight.sum()
        times, heights = light.shape
        allowed = waves[_SLOWEST : times - _SLOWEST + 1, 1 : min(_MOST_WAVES, heights // 2)]
        return float(allowed.max())


def roughness(series: NDArray[np.float64]) -> float | None:
    """Standard deviation of white noise that has the second differences of a series; ``None`` below three values.

    Trends cancel: the second difference of a straight line is 0, of white noise it has 6 times the variance.
    """
    return math.sqrt(float(np.mean(np.diff(series, 2) ** 2)) / 6) if len(series) >= 3 else None
