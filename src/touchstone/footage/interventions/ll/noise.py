"""Low light: sensor noise, noise in one part only, noise removed from one part only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import Intervention
from ..light import each, from_linear, to_bytes, to_linear
from ..region import Patch, change_part

FULL_WELL = 4000
"""Electrons that the brightest pixel holds at gain 1: a small phone sensor."""
READ_NOISE = 3.0
"""Electrons, standard deviation, added when a pixel is read."""


def exposed(light: NDArray[np.float32], gain: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Linear light as a sensor sees it with 1 / ``gain`` of the full exposure, amplified to the same brightness.

    Shot noise is Poisson's (as a normal of equal variance, which differs only in pixels of a few electrons), read noise
    normal: variance in light units = gain · light / full well + (gain · read noise / full well)².
    """
    variance = gain / FULL_WELL * light + (gain * READ_NOISE / FULL_WELL) ** 2
    noise = rng.standard_normal(light.shape, np.float32)
    return light + np.sqrt(variance, dtype=np.float32) * noise


def sensor_noise(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """``dose`` times the sensor gain of a well-lit scene, with the noise that belongs to it."""
    return replace(clip, frames=each(clip.frames, lambda frame: from_linear(exposed(to_linear(frame), dose, rng))))


def region_noise(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Normal noise of ``dose`` / 255 in the face, other in each frame and colour."""

    def change(frame: NDArray[Any], patch: Patch) -> NDArray[Any]:
        cut = patch.cut(frame)
        return cut + np.float32(dose) * rng.standard_normal(cut.shape, np.float32)

    return change_part(clip, "face", change)


def region_denoise(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """``dose`` percent of what a bilateral filter takes for noise is removed from the face."""

    def change(frame: NDArray[Any], patch: Patch) -> NDArray[Any]:
        cut = np.ascontiguousarray(patch.cut(frame)).astype(np.float32)
        smooth = cv2.bilateralFilter(cut, 9, 32.0, 3.0)
        return cut + dose / 100 * (smooth - cut)

    return change_part(clip, "face", change)


def clip_luminance(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The darkest and the brightest ``dose`` percent of the range are cut off, the rest is stretched over it."""
    low = 255 * dose / 100
    table = to_bytes((np.arange(256) - low) / (1 - 2 * dose / 100))
    return replace(clip, frames=table[clip.frames])


INTERVENTIONS = (
    Intervention(name="sensor_noise", domain="ll", unit="× gain", doses=(2, 8, 32), limits=(0, 1024), region="frame",
        change=sensor_noise, meaning="the noise of a sensor of 4,000 electrons at this gain, brightness unchanged",
        source="Poisson–Gaussian noise in linear light (Foi et al. 2008)"),
    Intervention(name="region_noise", domain="ll", unit="/255", doses=(2, 4, 10), limits=(0, 64), region="face",
        change=region_noise, meaning="the face alone carries additional normal noise of this standard deviation",
        source="normal noise"),
    Intervention(name="region_denoise", domain="ll", unit="%", doses=(40, 70, 100), limits=(0, 100), region="face",
        change=region_denoise, meaning="this share of the fine grain is removed from the face alone",
        source="bilateral filter (Tomasi & Manduchi 1998)"),
    Intervention(name="clip_luminance", domain="ll", unit="%", doses=(4, 10, 20), limits=(0, 45), region="frame",
        change=clip_luminance,
        meaning="this share of the range is cut off at either end, and the rest stretched over it",
        source="linear levels"),
)  # fmt: skip
