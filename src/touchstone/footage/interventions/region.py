"""Parts of a picture that a change is confined to, with soft edges: the face, the mouth, the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Pixels

from .clip import Clip
from .light import to_bytes
from .person import person

Weights = NDArray[np.float32]
FramePart = Literal["face", "mouth", "background"]

_SOFT = 0.35  # share of an ellipse's radius over which its weight falls to nothing
_EVERY = 4  # frames from one in which the person is looked for to the next
_LEAST_SIDE = 4  # pixels: a smaller piece of a face inside the frame is left alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A part of one frame.

    Attributes:
        index: number of the frame.
        rows: rows that it spans.
        columns: columns that it spans.
        u: per column, position across the part's box: -1 at its left edge, 1 at its right.
        v: per row, position down the part's box: -1 at its upper edge, 1 at its lower.
        weight: float32 ``[h, w]`` in [0, 1]; exactly 0 where nothing may change.
    """

    index: int
    rows: slice
    columns: slice
    u: Weights
    v: Weights
    weight: Weights

    def cut(self, frame: NDArray[Any]) -> NDArray[Any]:
        """The part of a picture, or of a plane, that the patch spans; a view."""
        return frame[self.rows, self.columns]


def mouth(box: Box) -> Box:
    """Where the mouth is in the box of an upright face: its lower middle.

    >>> mouth(Box(0, 0, 100, 100))
    Box(x=25.0, y=60.0, width=50.0, height=36.0)
    """
    return Box(box.x + box.width * 0.25, box.y + box.height * 0.6, box.width * 0.5, box.height * 0.36)


def patches(clip: Clip, part: FramePart) -> Iterator[Patch]:
    """The part in each frame that has it. The background is what head and shoulders leave.

    For the background, a frame without a face is taken to hold the face of the nearest frame that has one.
    """
    height, width = clip.frames.shape[1:3]
    boxes = nearest_boxes(clip.faces) if part == "background" else clip.faces
    if part == "background":
        rows, columns = slice(0, height), slice(0, width)
        for index, (face, weight) in enumerate(zip(boxes, _backgrounds(clip), strict=False)):
            if face is not None:
                u, v = _axes(face, rows, columns)
                yield Patch(index=index, rows=rows, columns=columns, u=u, v=v, weight=weight)
        return
    for index, face in enumerate(boxes):
        if face is None:
            continue
        box = mouth(face) if part == "mouth" else face
        rows, columns = box.clipped(height, width)
        if rows.stop - rows.start < _LEAST_SIDE or columns.stop - columns.start < _LEAST_SIDE:
            continue
        u, v = _axes(box, rows, columns)
        yield Patch(index=index, rows=rows, columns=columns, u=u, v=v, weight=_fall(np.hypot(u[None, :], v[:, None])))


def change_part(clip: Clip, part: FramePart, change: Callable[[Pixels, Patch], NDArray[Any]]) -> Clip:
    """Change a part of every frame and blend it in; all else stays as it is.

    Args:
        clip: the clip.
        part: what is changed.
        change: frame uint8 ``[H, W, 3]`` and patch → the patch's new pixels ``[h, w, 3]``, 0 to 255.
    """
    frames = clip.frames.copy()
    for patch in patches(clip, part):
        old = patch.cut(clip.frames[patch.index]).astype(np.float32)
        new = np.asarray(change(clip.frames[patch.index], patch), np.float32)
        frames[patch.index, patch.rows, patch.columns] = to_bytes(old + patch.weight[..., None] * (new - old))
    return replace(clip, frames=frames)


def paste(clip: Clip, part: FramePart, other: Pixels) -> Clip:
    """The clip with one part taken from other frames of the same shape."""
    return change_part(clip, part, lambda _, patch: patch.cut(other[patch.index]))


def nearest_boxes(faces: tuple[Box | None, ...]) -> tuple[Box | None, ...]:
    """Boxes with the gaps filled from the nearest frame that has one; all ``None`` where none has."""
    with_face = np.array([i for i, box in enumerate(faces) if box is not None])
    if len(with_face) == 0:
        return faces
    return tuple(faces[with_face[np.argmin(np.abs(with_face - i))]] for i in range(len(faces)))


def _axes(box: Box, rows: slice, columns: slice) -> tuple[Weights, Weights]:
    u = (np.arange(columns.start, columns.stop) + 0.5 - box.x) * (2 / max(box.width, 1e-6)) - 1
    v = (np.arange(rows.start, rows.stop) + 0.5 - box.y) * (2 / max(box.height, 1e-6)) - 1
    return u.astype(np.float32), v.astype(np.float32)


def _fall(radius: NDArray[np.floating]) -> Weights:
    """1 inside, 0 from radius 1 on, a smooth step between."""
    ramp = np.clip((1 - radius) / _SOFT, 0, 1)
    return (ramp * ramp * (3 - 2 * ramp)).astype(np.float32)


def _backgrounds(clip: Clip) -> Iterator[Weights]:
    """Per frame the weight of what is not the person; found in every few frames, and in between from both sides."""
    boxes = [box for box in nearest_boxes(clip.faces) if box is not None]
    last = len(boxes) - 1
    persons: dict[int, Weights] = {}
    for index in range(len(boxes)):
        before = index // _EVERY * _EVERY
        after = min(before + _EVERY, last)
        for key in (before, after):
            if key not in persons:
                persons = {k: v for k, v in persons.items() if k >= before}
                persons[key] = person(clip.frames[key], boxes[key])
        share = np.float32((index - before) / (after - before) if after > before else 0)
        yield (1 - persons[before] - share * (persons[after] - persons[before])).astype(np.float32, copy=False)
