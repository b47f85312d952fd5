"""How a frame is lit: level, spread, direction and colour of the light."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from ._picture import Picture, add_up, count_levels

_LEVELS = np.arange(256)
_PEAK_SMOOTHING = 3.0  # levels; bridges the gaps that the stretching of limited range leaves in a histogram
_PEAK_PROMINENCE = 0.02  # of the highest peak
_SHADOW, _HIGHLIGHT = 0.3, 1.7
_FLAT = 0.01  # levels of rise below which a plane rises to nowhere

# IEC 61966-2-1 (sRGB): linear light of each level, and the tristimulus values of the primaries.
_LINEAR = np.where(_LEVELS <= 0.04045 * 255, _LEVELS / 255 / 12.92, ((_LEVELS / 255 + 0.055) / 1.055) ** 2.4)
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WARMEST, _COOLEST = 1000.0, 25000.0
_FAR_FROM_WHITE = 0.05  # CIE 15:2004, 9.4: beyond it a correlated colour temperature means nothing


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


def color_temperature(picture: Picture) -> float | None:
    """Correlated colour temperature of the frame's mean light, kelvin (McCamy 1992).

    The mean is taken over linear light. Undefined on a black frame, where the mean colour is no white of any
    temperature (farther than 0.05 from the Planckian locus in CIE 1960 u, v), and outside 1000–25000 K.
    """
    light = [float(count_levels(plane.astype(np.uint8, copy=False)) @ _LINEAR) for plane in cv2.split(picture.rgb)]
    total = _TO_XYZ @ light
    if total.sum() <= 0:
        return None
    x, y = total[0] / total.sum(), total[1] / total.sum()
    n = (x - 0.3320) / (0.1858 - y)
    kelvin = 449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33
    if not _WARMEST <= kelvin <= _COOLEST or _distance_from_white(x, y, kelvin) > _FAR_FROM_WHITE:
        return None
    return float(kelvin)


def _distance_from_white(x: float, y: float, kelvin: float) -> float:
    """Distance of a colour from the black body of a temperature in CIE 1960 u, v (locus after Krystek
    1985)."""
    t = kelvin
    u0 = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t**2) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t**2)
    v0 = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t**2) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t**2)
    scale = -2 * x + 12 * y + 3
    return math.hypot(4 * x / scale - u0, 6 * y / scale - v0)
