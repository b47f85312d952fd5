"""What a dose is recovered with: a measurement, and how far it may be off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.interventions import Clip
from touchstone.footage.media import Box

Array = NDArray[Any]


class NothingToMeasure(Exception):  # noqa: N818 - an answer, not a fault
    """The clip does not show what the measurement needs."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """An independent measurement of one intervention's dose.

    Attributes:
        estimate: sham and treated clip → dose, in the intervention's unit; 1 or 0 where it is on or off.
        absolute: tolerance, in the unit.
        relative: tolerance, as a share of the dose; the two add up.
        how: the method, in a few words.
    """

    estimate: Callable[[Clip, Clip], float]
    absolute: float
    relative: float
    how: str

    def within(self, dose: float, recovered: float) -> bool:
        """Whether what was found is near enough to the dose."""
        return abs(recovered - dose) <= self.absolute + self.relative * abs(dose)


def luma(frames: Array) -> Array:
    """BT.601 luma, float64 ``[..., H, W]``."""
    return frames @ np.array([0.299, 0.587, 0.114])


def linear(values: Array) -> Array:
    """Linear light of sRGB values in [0, 255] (the formula, not a table)."""
    x = np.asarray(values, float) / 255
    return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)


def faces(clip: Clip) -> list[tuple[int, Box]]:
    """Number and box of each frame that has one."""
    return [(i, box) for i, box in enumerate(clip.faces) if box is not None]


def core(box: Box, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The middle of a face: a rectangle whose corners lie inside the part that is changed in full."""
    return box.scaled(0.45).clipped(shape[0], shape[1])


def cores(sham: Clip, treated: Clip) -> list[tuple[Array, Array]]:
    """The middle of the face in both arms, per frame, uint8 ``[h, w, 3]``."""
    shape = sham.frames.shape[1:3]
    cuts = [(i, core(box, shape)) for i, box in faces(sham)]
    return [(sham.frames[i][cut], treated.frames[i][cut]) for i, cut in cuts]


def grid(box: Box, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Positions over the box, -1 to 1, for every pixel: ``[H, W]`` each, rightwards and downwards."""
    v, u = np.mgrid[0 : shape[0], 0 : shape[1]]
    return (u + 0.5 - box.x) * 2 / box.width - 1, (v + 0.5 - box.y) * 2 / box.height - 1


def inside(u: Array, v: Array, radius: float = 0.62) -> Array:
    """Whether pixels lie in the middle of the face's ellipse, where it is changed in full."""
    return np.hypot(u, v) < radius


def far(clip: Clip) -> list[tuple[int, tuple[slice, slice]]]:
    """Per frame the largest rectangle beside or above the person that is background for sure."""
    height, width = clip.frames.shape[1:3]
    recovered = []
    for i, box in faces(clip):
        centre_x, centre_y = box.x + box.width / 2, box.y + box.height / 2
        left, right = max(0, int(centre_x - 1.02 * box.width)), min(width, int(np.ceil(centre_x + 1.02 * box.width)))
        top, low = max(0, int(centre_y - 1.25 * box.height)), min(height, max(0, int(centre_y + 0.4 * box.height)))
        options = [
            (slice(0, low), slice(0, left)),
            (slice(0, low), slice(right, width)),
            (slice(0, top), slice(0, width)),
        ]
        best = max(options, key=lambda o: (o[0].stop - o[0].start) * (o[1].stop - o[1].start))
        if min(best[0].stop - best[0].start, best[1].stop - best[1].start) >= 8:
            recovered.append((i, best))
    if not recovered:
        raise NothingToMeasure("no background beside the person")
    return recovered


def response(pairs: list[tuple[Array, Array]], axis: int = 1) -> tuple[Array, Array]:
    """How much of each spatial frequency along one axis is left, from the cross spectrum of both arms.

    Only structure that hardly varies along the other axis counts, for a filter of both axes weakens the rest twice.

    Args:
        pairs: luma of sham and treated pieces, ``[h, w]`` each, all of one size.
        axis: 1 for horizontal frequencies.

    Returns:
        Frequencies in cycles per pixel, and the real part of the response.
    """
    shape = pairs[0][0].shape if axis == 1 else pairs[0][0].shape[::-1]
    window = np.hanning(shape[0] + 2)[1:-1, None] * np.hanning(shape[1] + 2)[1:-1]
    slow = np.abs(np.fft.fftfreq(shape[0])) <= max(0.03, 1.01 / shape[0])
    cross, power = np.zeros(shape[1] // 2 + 1), np.zeros(shape[1] // 2 + 1)
    for pair in pairs:
        before, after = pair if axis == 1 else (pair[0].T, pair[1].T)
        a = np.fft.rfft2((before - before.mean()) * window)[slow]
        b = np.fft.rfft2((after - after.mean()) * window)[slow]
        cross += (b * a.conj()).real.sum(axis=0)
        power += (np.abs(a) ** 2).sum(axis=0)
    return np.fft.rfftfreq(shape[1]), cross / np.maximum(power, 1e-9)


def same_size(pairs: list[tuple[Array, Array]]) -> list[tuple[Array, Array]]:
    """Pairs cut to the size of the smallest."""
    height = min(a.shape[0] for a, _ in pairs)
    width = min(a.shape[1] for a, _ in pairs)
    return [(a[:height, :width], b[:height, :width]) for a, b in pairs]


def half(frequencies: Array, values: Array) -> float:
    """The frequency at which a response falls to a half for the first time; the highest one where it does not."""
    below = np.flatnonzero(values < 0.5)
    below = below[below > 0]
    if len(below) == 0:
        return float(frequencies[-1])
    k = below[0]
    share = (values[k - 1] - 0.5) / max(values[k - 1] - values[k], 1e-9)
    return float(frequencies[k - 1] + share * (frequencies[k] - frequencies[k - 1]))
