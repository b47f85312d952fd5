"""The seven perturbations at five levels that the field tests robustness with (DeeperForensics-1.0, Jiang et al. 2020)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..codec import by_quality, codec_pass
from ..intervention import ChangeFunction, Intervention
from ..light import LUMA, each

SATURATION = (0.4, 0.3, 0.2, 0.1, 0.0)
"""Share of the chroma that is left, per level."""
CONTRAST = (0.85, 0.725, 0.6, 0.475, 0.35)
"""Factor of all values, per level."""
BLOCKS = (16, 32, 48, 64, 80)
"""Grey blocks of 8×8 pixels per 256 pixels of the shorter side, per level."""
NOISE = (0.001, 0.002, 0.005, 0.01, 0.05)
"""Variance in luma and chroma, of a range of 1, per level."""
BLUR = (7, 9, 13, 17, 21)
"""Width of the Gaussian kernel in pixels; its standard deviation is a sixth of it; per level."""
PIXELATION = (2, 3, 4, 5, 6)
"""Factor of size, per level."""
CRF = (30, 32, 35, 38, 40)
"""H.264 constant rate factor, per level."""

# Limited-range BT.601, as the authors' code converts: noise and chroma are changed there.
_LUMA_SCALE, _CHROMA_SCALE = 219 / 255, 224 / 255
_FROM = np.array([[1, 0, 1.402], [1, -0.344136, -0.714136], [1, 1.772, 0]], np.float32)


def saturation(frames: NDArray[Any], share: float) -> NDArray[Any]:
    """Colours drawn towards grey of the same luma."""

    def change(frame: NDArray[np.uint8]) -> NDArray[Any]:
        grey = (frame @ LUMA)[..., None]
        return grey + np.float32(share) * (frame - grey)

    return each(frames, change)


def less_contrast(frames: NDArray[Any], factor: float) -> NDArray[Any]:
    """All values times a factor."""
    return each(frames, lambda frame: frame * np.float32(factor))


def grey_blocks(frames: NDArray[Any], number: int, rng: np.random.Generator) -> NDArray[Any]:
    """Blocks of 8×8 pixels of middle grey at random places, other ones in each frame."""
    out = frames.copy()
    height, width = frames.shape[1:3]
    for frame in out:
        for _ in range(max(1, round(number * min(height, width) / 256))):
            row, column = int(rng.integers(max(1, height - 7))), int(rng.integers(max(1, width - 7)))
            frame[row : row + 8, column : column + 8] = 128
    return out


def colour_noise(frames: NDArray[Any], variance: float, rng: np.random.Generator) -> NDArray[Any]:
    """Normal noise of one variance in luma and both chroma planes of limited range."""
    sigma = 255 * float(np.sqrt(variance))
    scale = np.array([1 / _LUMA_SCALE, 1 / _CHROMA_SCALE, 1 / _CHROMA_SCALE], np.float32) * np.float32(sigma)
    matrix = (_FROM * scale).T
    return each(frames, lambda frame: frame + rng.standard_normal(frame.shape, np.float32) @ matrix)


def gaussian_blur(frames: NDArray[Any], size: int) -> NDArray[Any]:
    """A Gaussian kernel of ``size`` pixels, standard deviation a sixth of it."""
    return np.stack([cv2.GaussianBlur(frame, (size, size), size / 6) for frame in frames])


def pixelation(frames: NDArray[Any], factor: int) -> NDArray[Any]:
    """Smaller by a factor and enlarged again, both bilinear without antialiasing."""
    height, width = frames.shape[1:3]
    small = (max(1, width // factor), max(1, height // factor))
    return np.stack([cv2.resize(cv2.resize(frame, small), (width, height)) for frame in frames])


def _level(
    values: tuple[float, ...], change: Callable[[Clip, float, np.random.Generator], NDArray[Any]]
) -> ChangeFunction:
    return lambda clip, dose, rng: replace(clip, frames=change(clip, values[round(dose) - 1], rng))


_SOURCE = "DeeperForensics-1.0 (Jiang et al. 2020), levels of its published code"
_SEVEN = (
    ("saturation", SATURATION, "colours drawn towards grey", lambda c, v, _: saturation(c.frames, v)),
    ("contrast", CONTRAST, "all values times a factor below 1", lambda c, v, _: less_contrast(c.frames, v)),
    ("grey_blocks", BLOCKS, "grey 8×8 blocks at random places", lambda c, v, r: grey_blocks(c.frames, int(v), r)),
    ("gaussian_noise", NOISE, "normal noise in luma and chroma", lambda c, v, r: colour_noise(c.frames, v, r)),
    ("blur", BLUR, "Gaussian blur", lambda c, v, _: gaussian_blur(c.frames, int(v))),
    ("pixelation", PIXELATION, "smaller by 2 to 6 and enlarged again", lambda c, v, _: pixelation(c.frames, int(v))),
    (
        "h264_level", CRF, "H.264 at constant rate factors from 30 to 40",
        lambda c, v, _: codec_pass(c.frames, c.fps, by_quality("libx264", v)),
    ),
)  # fmt: skip

INTERVENTIONS = tuple(
    Intervention(name=name, domain="common", unit="level", doses=(1, 3, 5), limits=(1, 5), region="frame",
        change=_level(values, change), meaning=f"{meaning}, five levels", source=_SOURCE)
    for name, values, meaning, change in _SEVEN
)  # fmt: skip
