"""Stretches with known content."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Sound
from touchstone.footage.views import Stretch

FPS = 25.0


def stretch(
    luma: NDArray[np.uint8],
    face: Box | None = None,
    sound: Sound | None = None,
    *,
    rgb: NDArray[np.uint8] | None = None,
    start: float = 0.0,
) -> Stretch:
    """Frames at 25 per second; grey pictures of eight of them unless others are given."""
    count = len(luma)
    colored = tuple(sorted({(2 * part + 1) * count // 16 for part in range(8)}))
    grey = np.repeat(luma[list(colored)][..., None], 3, axis=3)
    return Stretch(
        luma=luma,
        rgb=grey if rgb is None else rgb,
        colored=colored,
        times=start + np.arange(count) / FPS,
        faces=(face,) * count,
        sound=sound,
    )


def counting(count: int, height: int = 240, width: int = 320) -> NDArray[np.uint8]:
    """Frames of one level each: that of their number."""
    return np.repeat(np.arange(count, dtype=np.uint8), height * width).reshape(count, height, width)


def noise(count: int, height: int = 240, width: int = 320, seed: int = 0) -> NDArray[np.uint8]:
    """Frames in which every place is recognised by its values."""
    return np.random.default_rng(seed).integers(0, 256, (count, height, width), dtype=np.uint8)


def tone(hertz: float, seconds: float = 2.0, rate: int = 16_000, start: float = 0.0) -> Sound:
    """A pure tone."""
    samples = 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return Sound(samples.astype(np.float32), rate, start, 1)


def click(at: float, seconds: float = 2.0, rate: int = 16_000, start: float = 0.0) -> Sound:
    """Silence with one sample of sound, ``at`` seconds from the video's first frame."""
    samples = np.zeros(round(seconds * rate), np.float32)
    samples[round((at - start) * rate)] = 1.0
    return Sound(samples, rate, start, 1)
