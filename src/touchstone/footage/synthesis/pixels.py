"""Pictures of real numbers, and what of OpenCV is used on them; all of it gives back float32."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.floating[Any]]


def blur(picture: Map, sigma: float, down: float = 0.0) -> Map:
    """Gaussian blur by ``sigma`` pixels; by ``down`` pixels vertically where given."""
    return cv2.GaussianBlur(picture, (0, 0), sigma, sigmaY=down).astype(np.float32, copy=False)


def slope(relief: Map, scale: float) -> tuple[Map, Map]:
    """Rise of a relief to the right and downwards, ``scale`` times its step per pixel (Sobel, 3×3)."""
    across = cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=3, scale=scale / 8)
    down = cv2.Sobel(relief, cv2.CV_32F, 0, 1, ksize=3, scale=scale / 8)
    return across.astype(np.float32, copy=False), down.astype(np.float32, copy=False)


def look_up(picture: Map, x: Map, y: Map) -> Map:
    """The picture at these pixel positions, interpolated; 0 outside."""
    return cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).astype(np.float32, copy=False)


def moved_by(picture: Map, x: float, y: float, width: int, height: int, *, repeat: bool = True) -> Map:
    """The picture moved right and down on a canvas; its edge repeated around it, or nothing."""
    border = cv2.BORDER_REPLICATE if repeat else cv2.BORDER_CONSTANT
    move = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(picture, move, (width, height), borderMode=border).astype(np.float32, copy=False)


def resized(picture: Map, width: int, height: int) -> Map:
    """The picture at another size: means when it shrinks, interpolated when it grows."""
    how = cv2.INTER_AREA if width < picture.shape[1] else cv2.INTER_LINEAR
    return cv2.resize(picture, (width, height), interpolation=how).astype(np.float32, copy=False)


def grain(rng: np.random.Generator, shape: tuple[int, ...], sigma: float) -> Map:
    """Smooth noise of unit spread."""
    noise = blur(rng.standard_normal(shape, dtype=np.float32), sigma)
    return (noise / noise.std()).astype(np.float32)
