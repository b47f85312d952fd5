"""How sharp and how noisy a frame is."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .picture import Picture

_SECOND_DIFFERENCE = np.array([1, -2, 1], np.float32)


def laplacian_variance(picture: Picture) -> float:
    """Variance of the Laplacian (4 neighbours), level²; low is blurred (Pech-Pacheco 2000)."""
    _, deviation = cv2.meanStdDev(picture.laplacian)
    return float(deviation[0, 0]) ** 2


def noise_level(picture: Picture) -> float | None:
    """Standard deviation of fine noise, level (Immerkær 1996); undefined below 3×3 pixels.

    The mask that cancels constant and linear luma is the product of two second differences. Fine texture
    counts as
    noise: on a picture full of it the value is too high.
    """
    if min(picture.luma.shape) < 3:
        return None
    response = cv2.sepFilter2D(picture.luma, cv2.CV_16S, _SECOND_DIFFERENCE, _SECOND_DIFFERENCE)
    inner = response[1:-1, 1:-1]
    return math.sqrt(math.pi / 2) / 6 * cv2.norm(inner, cv2.NORM_L1) / inner.size
