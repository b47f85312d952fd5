"""Time: frames in another order, held, or mixed with others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import ON_OFF, Intervention
from ..light import to_bytes


def taken(clip: Clip, order: NDArray[Any]) -> Clip:
    """The clip that shows its frames in another order; faces go with them."""
    return replace(clip, frames=clip.frames[order], faces=tuple(clip.faces[i] for i in order))


def shuffle(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Frames in random order within windows of ``dose`` frames; no window keeps its order."""
    size, count = round(dose), len(clip.frames)
    order = np.arange(count)
    for start in range(0, count, size):
        window = order[start : start + size]
        if len(window) > 1:
            mixed = rng.permutation(window)
            order[start : start + size] = mixed if (mixed != window).any() else window[::-1]
    return taken(clip, order)


def reverse(clip: Clip, _dose: float, _rng: np.random.Generator) -> Clip:
    """The last frame first."""
    return taken(clip, np.arange(len(clip.frames))[::-1])


def freeze(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """One stretch of ``dose`` percent of the frames shows the frame before it."""
    count = len(clip.frames)
    held = min(round(count * dose / 100), count - 1)
    order = np.arange(count)
    if held > 0:
        start = int(rng.integers(1, count - held + 1))
        order[start : start + held] = start - 1
    return taken(clip, order)


def drop(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """``dose`` percent of the frames are lost, here and there, and the one before is shown in their place."""
    count = len(clip.frames)
    lost = rng.permutation(np.arange(1, count))[: min(round(count * dose / 100), count - 1)]
    order = np.arange(count)
    order[lost] = 0
    return taken(clip, np.maximum.accumulate(order))


def double(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Every ``dose``-th frame alone, each shown ``dose`` times: the frame rate was that many times lower."""
    return taken(clip, np.arange(len(clip.frames)) // round(dose) * round(dose))


def motion_smoothing(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Each frame is the mean of the ``dose`` frames around it; fewer at the ends."""
    reach, count = round(dose) // 2, len(clip.frames)
    frames = np.empty_like(clip.frames)
    for at in range(count):
        span = min(reach, at, count - 1 - at)  # symmetric, so that no motion is shifted
        frames[at] = to_bytes(clip.frames[at - span : at + span + 1].mean(axis=0, dtype=np.float32))
    return replace(clip, frames=frames)


_LAG = 3  # frames between the two that are mixed


def cross_blend(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """``dose`` percent of each picture is the one three frames before."""
    share = np.float32(dose / 100)
    frames = np.empty_like(clip.frames)
    for at, frame in enumerate(clip.frames):
        frames[at] = to_bytes((1 - share) * frame + share * clip.frames[max(0, at - _LAG)])
    return replace(clip, frames=frames)


INTERVENTIONS = (
    Intervention(name="shuffle", domain="tm", unit="frames", doses=(3, 6, 12), limits=(1, 10_000), region="frame",
        change=shuffle, meaning="frames in random order within windows of this length", source="permutation"),
    Intervention(name="reverse", domain="tm", unit=ON_OFF, doses=(1, 1, 1), region="frame", change=reverse,
        meaning="the clip runs backwards", source="permutation"),
    Intervention(name="freeze", domain="tm", unit="%", doses=(12, 25, 50), limits=(0, 100), region="frame",
        change=freeze, meaning="one stretch of this share of the clip stands still", source="repetition"),
    Intervention(name="drop", domain="tm", unit="%", doses=(12, 25, 50), limits=(0, 100), region="frame", change=drop,
        meaning="this share of the frames is lost, and the frame before is shown instead", source="repetition"),
    Intervention(name="double", domain="tm", unit="×", doses=(2, 3, 4), limits=(1, 100), region="frame", change=double,
        meaning="every frame is shown this many times, at the same frame rate", source="repetition"),
    Intervention(name="motion_smoothing", domain="tm", unit="frames", doses=(3, 5, 9), limits=(1, 101), region="frame",
        change=motion_smoothing, meaning="each frame is the mean of this many around it", source="moving average"),
    Intervention(name="cross_blend", domain="tm", unit="%", doses=(15, 30, 50), limits=(0, 100), region="frame",
        change=cross_blend, meaning="this share of each picture is the one three frames before: ghosts",
        source="alpha blending"),
)  # fmt: skip
