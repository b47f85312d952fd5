"""Cameras: how light becomes numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .pixels import Map, blur

_LEVELS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A make of camera; every clip of one source was taken with one.

    Attributes:
        name: source of its clips.
        photons: variance of the noise per unit of light, at exposure 1.
        reading: standard deviation of the noise in the dark.
        blur: standard deviation of its lens, pixels.
        vignette: loss of light in the corners, share.
        gamma: exponent of its tone curve.
        balance: gains of red and blue against green.
        shake: standard deviation of its movement, pixels.
        rates: frames per second that it offers.
    """

    name: str
    photons: float
    reading: float
    blur: float
    vignette: float
    gamma: float
    balance: tuple[float, float]
    shake: float
    rates: tuple[Fraction, ...]


_FILM, _PAL, _WEB = Fraction(24), Fraction(25), Fraction(30)

CAMERAS: tuple[Camera, ...] = (
    Camera(name="webcam", photons=0.0022, reading=0.0045, blur=0.75, vignette=0.10,
        gamma=2.2, balance=(1.03, 0.97), shake=0.05, rates=(_PAL, _WEB)),
    Camera(name="phone", photons=0.0009, reading=0.0022, blur=0.45, vignette=0.06,
        gamma=2.2, balance=(1.00, 1.02), shake=0.55, rates=(_WEB, _PAL)),
    Camera(name="camcorder", photons=0.0013, reading=0.0030, blur=0.60, vignette=0.14,
        gamma=2.1, balance=(0.98, 1.00), shake=0.25, rates=(_PAL, _FILM)),
    Camera(name="mirrorless", photons=0.0005, reading=0.0015, blur=0.40, vignette=0.20,
        gamma=2.3, balance=(1.01, 0.99), shake=0.10, rates=(_FILM, _PAL)),
    Camera(name="tablet", photons=0.0017, reading=0.0035, blur=0.65, vignette=0.08,
        gamma=2.25, balance=(0.97, 1.05), shake=0.45, rates=(_WEB, _PAL)),
)  # fmt: skip
"""The last one is kept for the test split."""


class Sensor:
    """One camera during one take.

    Args:
        camera: its make.
        exposure: factor on all light.
        height: of the frame, pixels.
        width: of the frame, pixels.
        rng: random numbers of its noise.
    """

    def __init__(self, camera: Camera, exposure: float, height: int, width: int, rng: np.random.Generator) -> None:
        self._camera = camera
        v, u = np.mgrid[:height, :width].astype(np.float32)
        away = ((u / width - 0.5) ** 2 + (v / height - 0.5) ** 2) * 2
        gains = np.array([camera.balance[0], 1.0, camera.balance[1]], np.float32)
        self._gain = ((1 - camera.vignette * away)[..., None] * gains * exposure).astype(np.float32)
        light = np.arange(_LEVELS, dtype=np.float64) / (_LEVELS - 1)
        # a shoulder instead of a hard edge where it becomes too bright
        toned = np.where(light < 0.8, light, 0.8 + 0.2 * np.tanh((light - 0.8) / 0.2) / np.tanh(1.0))
        self._tone = np.round(255 * toned ** (1 / camera.gamma)).astype(np.uint8)
        # A field of noise, larger than the frame; each frame takes another part of it.
        self._margin = 48
        shape = (height + self._margin, width + self._margin, 3)
        grain = rng.standard_normal(shape, dtype=np.float32)
        # colour filters are interpolated, which spreads noise over neighbours
        spread = blur(grain, 0.55)
        self._noise = (spread / spread.std()).astype(np.float32)
        self._rng = rng

    def expose(self, light: Map) -> NDArray[np.uint8]:
        """One frame, uint8 RGB ``[H, W, 3]``, of linear light ``[H, W, 3]``."""
        camera = self._camera
        height, width = light.shape[:2]
        image = blur(light * self._gain, camera.blur)
        y, x, turned = self._rng.integers([self._margin, self._margin, 4])
        noise = self._noise[y : y + height, x : x + width]
        noise = noise[::-1] if turned & 1 else noise
        noise = noise[:, ::-1] if turned & 2 else noise
        image = image + np.sqrt(camera.photons * np.clip(image, 0, 1) + camera.reading**2) * noise
        index = np.clip(image * (_LEVELS - 1) + 0.5, 0, _LEVELS - 1).astype(np.uint16)
        return self._tone[index]
