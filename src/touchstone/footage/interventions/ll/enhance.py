"""Low light: a scene taken with too little light, and brightened afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import ChangeFunction, Intervention
from ..light import LUMA, each, from_linear, to_bytes, to_linear
from .noise import exposed

Enhance = Callable[[NDArray[np.uint8], float], NDArray[Any]]
"""Dark frame and the mean luma that is wanted → bright frame."""

_CLAHE_LIMIT = 3.0
_CLAHE_TILES = (8, 8)
_SCALES = (0.05, 0.15, 0.4)  # of the longer side: the three surrounds of the multi-scale Retinex


def darkened(frame: NDArray[np.uint8], stops: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A frame taken with ``stops`` stops too little light, at the gain of a well-lit scene, in 8 bits."""
    share = 2.0**-stops
    light = exposed(to_linear(frame), 1 / share, rng) * np.float32(share)
    return to_bytes(from_linear(light))


def by_gamma(dark: NDArray[np.uint8], level: float) -> NDArray[Any]:
    """The power law that brings the mean luma to ``level``."""
    counts = np.bincount(to_bytes(dark @ LUMA).ravel(), minlength=256)
    codes = np.arange(256) / 255
    low, high = 0.05, 1.0
    for _ in range(30):  # the mean falls as the power rises
        power = (low + high) / 2
        low, high = (power, high) if counts @ codes**power * 255 > level * counts.sum() else (low, power)
    return to_bytes(255 * codes ** ((low + high) / 2))[dark]


def by_clahe(dark: NDArray[np.uint8], level: float) -> NDArray[Any]:
    """Contrast-limited adaptive equalisation of the brightest colour (V of HSV), then a power law to the wanted mean."""
    value = dark.max(axis=-1)
    raised = cv2.createCLAHE(_CLAHE_LIMIT, _CLAHE_TILES).apply(value)
    gain = raised / np.maximum(value, 1).astype(np.float32)
    return by_gamma(to_bytes(dark * gain[..., None]), level)


def by_retinex(dark: NDArray[np.uint8], level: float) -> NDArray[Any]:
    """Light over its surround at three scales, in the logarithm; then scaled to the wanted mean."""
    light = to_linear(dark)
    luminance = light @ LUMA + np.float32(2e-3)
    log = np.log(luminance)
    longest = max(dark.shape[:2])
    surrounds = [cv2.GaussianBlur(luminance, (0, 0), max(0.5, scale * longest)) for scale in _SCALES]
    detail = log - sum(np.log(surround) for surround in surrounds) / len(_SCALES)
    # Half of the surround's own light stays, else every surface would be equally bright.
    wanted = np.exp(detail + 0.5 * (log - detail))
    bright = light * (wanted / luminance)[..., None]
    bright = bright.astype(np.float32) * np.float32(0.5 / max(float(np.quantile(bright, 0.99)), 1e-6))
    return by_gamma(to_bytes(from_linear(bright)), level)


def _change(enhance: Enhance) -> ChangeFunction:
    def change(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
        # One level for the clip: a brightness of each frame's own would add flicker.
        level = float(np.mean([(frame @ LUMA).mean() for frame in clip.frames]))
        return replace(clip, frames=each(clip.frames, lambda frame: enhance(darkened(frame, dose, rng), level)))

    return change


_LIMITS = (0.0, 6.0)

INTERVENTIONS = (
    Intervention(name="enhance_gamma", domain="ll", unit="stops", doses=(1, 2, 3.5), limits=_LIMITS, region="frame",
        change=_change(by_gamma), meaning="taken with this much too little light, then brightened by a power law",
        source="power law; Poisson–Gaussian noise"),
    Intervention(name="enhance_clahe", domain="ll", unit="stops", doses=(1, 2, 3.5), limits=_LIMITS, region="frame",
        change=_change(by_clahe),
        meaning="taken with this much too little light, then brightened by adaptive equalisation",
        source="CLAHE (Zuiderveld 1994); Poisson–Gaussian noise"),
    Intervention(name="enhance_retinex", domain="ll", unit="stops", doses=(1, 2, 3.5), limits=_LIMITS, region="frame",
        change=_change(by_retinex),
        meaning="taken with this much too little light, then brightened by multi-scale Retinex",
        source="multi-scale Retinex (Jobson et al. 1997); Poisson–Gaussian noise"),
)  # fmt: skip
