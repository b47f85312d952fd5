"""How a frame is lit: level, spread and direction of the light."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from .picture import Picture, add_up

_LEVELS = np.arange(256)
_PEAK_SMOOTHING = 3.0  # levels; bridges the gaps that the stretching of limited range leaves in a histogram
_PEAK_PROMINENCE = 0.02  # of the highest peak
_SHADOW, _HIGHLIGHT = 0.3, 1.7
_FLAT = 0.01  # levels of rise below which a plane rises to nowhere


def brightness(picture: Picture) -> float:
    """Mean luma, level."""
    return picture.mean


def contrast(picture: Picture) -> float:
    """Standard deviation of luma, level (RMS contrast, Peli 1990)."""
    square = float(picture.histogram @ (_LEVELS - picture.mean) ** 2) / picture.luma.size
    return math.sqrt(square)


def histogram_peaks(picture: Picture) -> float:
    """Peaks of the luma histogram, smoothed over 3 levels, that stand out by 2 % of the highest."""
    smooth = gaussian_filter1d(np.pad(picture.histogram.astype(float), 16), _PEAK_SMOOTHING, mode="constant")
    peaks, _ = find_peaks(smooth, prominence=_PEAK_PROMINENCE * smooth.max())
    return float(len(peaks))


def shadow_ratio(picture: Picture) -> float | None:
    """Share of pixels darker than 0.3 of the mean luma; undefined on a black frame."""
    if picture.mean == 0:
        return None
    return float(picture.histogram[_SHADOW * picture.mean > _LEVELS].sum()) / picture.luma.size


def highlight_ratio(picture: Picture) -> float | None:
    """Share of pixels brighter than 1.7 of the mean luma; undefined on a black frame."""
    if picture.mean == 0:
        return None
    return float(picture.histogram[_HIGHLIGHT * picture.mean < _LEVELS].sum()) / picture.luma.size


def lighting_plane(picture: Picture) -> tuple[float, float | None]:
    """Rise of the least-squares plane through the luma from its lowest to its highest corner, and where it
    rises to.

    On a full grid the two slopes are independent, so each is the regression of the column (row) means.

    Returns:
        Rise in levels; direction in degrees, 0 right, 90 up, ``None`` on a level plane.
    """
    right = _slope(add_up(picture.luma, 0) / picture.height)
    down = _slope(add_up(picture.luma, 1) / picture.width)
    rise = abs(right) * (picture.width - 1) + abs(down) * (picture.height - 1)
    return rise, None if rise < _FLAT else math.degrees(math.atan2(0.0 - down, right))


def _slope(means: NDArray[np.float64]) -> float:
    """Slope of the regression line through equally spaced values."""
    if len(means) < 2:
        return 0.0
    position = np.arange(len(means)) - (len(means) - 1) / 2
    return float(position @ means / (position @ position))
