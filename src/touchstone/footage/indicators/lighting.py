"""How a frame is lit: level, spread and direction of the light; where it was too little or too much for the recording."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from .picture import GREY_LEVELS, LINEAR, Measures, Picture, add_up

_PEAK_SMOOTHING = 3.0  # levels; bridges the gaps that the stretching of limited range leaves in a histogram
_PEAK_PROMINENCE = 0.02  # of the highest peak
_SHADOW, _HIGHLIGHT = 0.3, 1.7
# Lossy coding scatters clipped pixels by a few levels.
_BLACK, _WHITE = 3, 252
_FLAT = 0.01  # levels of rise below which a plane rises to nowhere


def brightness(picture: Picture) -> float:
    """Mean luma, level."""
    return picture.mean


def contrast(picture: Picture) -> float:
    """Standard deviation of luma, level (RMS contrast, Peli 1990)."""
    square = float(picture.histogram @ (GREY_LEVELS - picture.mean) ** 2) / picture.luma.size
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
    return float(picture.histogram[_SHADOW * picture.mean > GREY_LEVELS].sum()) / picture.luma.size


def highlight_ratio(picture: Picture) -> float | None:
    """Share of pixels brighter than 1.7 of the mean luma; undefined on a black frame."""
    if picture.mean == 0:
        return None
    return float(picture.histogram[_HIGHLIGHT * picture.mean < GREY_LEVELS].sum()) / picture.luma.size


def shadow_clipping(picture: Picture) -> float:
    """Share of pixels at luma 3 or below."""
    return float(picture.histogram[: _BLACK + 1].sum()) / picture.luma.size


def highlight_clipping(picture: Picture) -> float:
    """Share of pixels at luma 252 or above."""
    return float(picture.histogram[_WHITE:].sum()) / picture.luma.size


def face_brightness(picture: Picture) -> float | None:
    """Mean luma of the face box, level; undefined without a face."""
    counts = picture.face_histogram
    return None if counts is None else float(counts @ GREY_LEVELS) / float(counts.sum())


def face_exposure_difference(picture: Picture) -> float | None:
    """Mean linear light of the face over that of the background, stops (powers of two).

    0 where both are as bright, −1 where the face gets half the light. Undefined without either, and where one is black.
    """
    face, background = picture.face_histogram, picture.background_histogram
    if face is None or background is None:
        return None
    ours, theirs = (float(counts @ LINEAR) / float(counts.sum()) for counts in (face, background))
    return math.log2(ours / theirs) if ours > 0 and theirs > 0 else None


def lighting_plane(picture: Picture) -> Measures:
    """Rise of the least-squares plane through the luma from its lowest to its highest corner, and where it rises to.

    On a full grid the two slopes are independent, so each is the regression of the column (row) means. The rise is in levels,
    the direction in degrees, 0 right, 90 up, ``None`` on a level plane.
    """
    right = _slope(add_up(picture.luma, 0) / picture.height)
    down = _slope(add_up(picture.luma, 1) / picture.width)
    rise = abs(right) * (picture.width - 1) + abs(down) * (picture.height - 1)
    direction = None if rise < _FLAT else math.degrees(math.atan2(0.0 - down, right))
    return {"lighting_gradient": rise, "lighting_direction": direction}


def _slope(means: NDArray[np.float64]) -> float:
    """Slope of the regression line through equally spaced values."""
    if len(means) < 2:
        return 0.0
    position = np.arange(len(means)) - (len(means) - 1) / 2
    return float(position @ means / (position @ position))
