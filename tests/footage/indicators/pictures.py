"""Pictures with known properties."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def grey(levels: NDArray[np.floating | np.integer]) -> Pixels:
    """A colourless picture from levels ``[H, W]``, rounded and clipped, uint8 ``[H, W, 3]``."""
    plane = np.clip(np.round(levels), 0, 255).astype(np.uint8)
    return np.repeat(plane[..., None], 3, axis=2)


def landscape(seed: int = 0, height: int = 360, width: int = 640) -> Pixels:
    """A colourful picture whose spectrum falls as that of natural ones does (amplitude as 1 / frequency)."""
    dice = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = 1
    planes = []
    for _ in range(3):
        spectrum = np.fft.rfft2(dice.standard_normal((height, width))) / frequency
        spectrum[0, 0] = 0
        plane = np.fft.irfft2(spectrum, s=(height, width))
        planes.append(plane / plane.std())
    common, red, blue = planes
    rgb = np.stack([common + 0.3 * red, common, common + 0.3 * blue], axis=-1)
    return np.clip(128 + 45 * rgb, 0, 255).astype(np.uint8)


def compressed(rgb: Pixels, quality: int) -> Pixels:
    """The picture after a JPEG of that quality (Pillow's, that is the Independent JPEG Group's, tables)."""
    stream = io.BytesIO()
    Image.fromarray(rgb).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def blurred(rgb: Pixels, sigma: float) -> Pixels:
    """The picture after a Gaussian blur of that width in pixels."""
    return cv2.GaussianBlur(rgb, (0, 0), sigma).astype(np.uint8)


def noisy(rgb: Pixels, sigma: float, seed: int = 0) -> Pixels:
    """The picture with the same normal noise in all channels, standard deviation ``sigma`` levels."""
    noise = np.random.default_rng(seed).standard_normal(rgb.shape[:2])[..., None] * sigma
    return np.clip(np.round(rgb + noise), 0, 255).astype(np.uint8)


def plane(right: float, down: float, level: float = 128, height: int = 120, width: int = 200) -> Pixels:
    """Luma that rises by ``right`` from the left to the right edge and by ``down`` from the upper to the lower."""
    y, x = np.mgrid[0:height, 0:width]
    return grey(level + right * (x / (width - 1) - 0.5) + down * (y / (height - 1) - 0.5))
