"""Small clips for the tests of this room."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.interventions import Clip
from touchstone.footage.media import Box

_FACE = Box(18, 8, 26, 32)


def heard(clip: Clip) -> NDArray[np.float32]:
    """The sound of a clip that has one."""
    assert clip.sound is not None
    return clip.sound


def small(
    count: int = 4,
    height: int = 48,
    width: int = 64,
    box: Box | None = _FACE,
    *,
    sound: bool = True,
    seed: int = 0,
) -> Clip:
    """A coloured slope with noise that moves a little; its face is only a box."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    slope = np.stack([60 + x % 120, 90 + y % 100, 70 + (x + y) % 110], axis=-1)
    frames = np.stack([np.roll(slope, t, axis=1) + rng.integers(-8, 9, slope.shape) for t in range(count)])
    wave = rng.normal(0, 0.1, 16_000).astype(np.float32) if sound else None
    return Clip(np.clip(frames, 0, 255).astype(np.uint8), Fraction(25), (box,) * count, wave, 16_000)
