"""Boxes that move as the face does and stand where the detections say."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box

from .chains import Chain
from .face import Face
from .flow import Motion, moved_box

_MEMORY = 12.0  # frames: detections are averaged over about twice this, slower than any jitter of interest


def steady(detections: Chain, motions: list[Motion], start: int) -> Chain:
    """Faces of consecutive frames from detections in some of them and the motion between all of them.

    The first detection, carried along by the motion, gives the path of the box up to an offset; the offset of each
    detection from that path is detector noise plus slow drift, and its average under a Gaussian of ``_MEMORY`` frames is
    added to the path. So what is faster than that comes from the motion alone.

    Args:
        detections: frame → detected face; the first frame of the stretch is among them.
        motions: from each frame of the stretch to the next.
        start: the first frame.

    Returns:
        Frame → face, one for every frame of the stretch, without landmarks.
    """
    path = [detections[start].box]
    for motion in motions:
        path.append(moved_box(motion, path[-1]))
    carried = np.array([_numbers(box) for box in path])
    seen = np.array(sorted(detections))
    offsets = np.array([_numbers(detections[t].box) for t in seen]) - carried[seen - start]
    times = np.arange(start, start + len(path))
    weights = np.exp(-0.5 * ((times[:, None] - seen[None, :]) / _MEMORY) ** 2)
    boxes = carried + weights @ offsets / weights.sum(axis=1, keepdims=True)
    faces: Chain = {}
    for t, row in zip(times.tolist(), boxes, strict=True):
        face = detections.get(t)
        faces[t] = Face(_box(row), face.score if face else None, None, face.status if face else "followed", t > start)
    return faces


def _numbers(box: Box) -> tuple[float, float, float, float]:
    """Centre, and size on a scale on which doubling and halving are alike."""
    return box.x + box.width / 2, box.y + box.height / 2, math.log(box.width), math.log(box.height)


def _box(numbers: NDArray[np.float64]) -> Box:
    x, y, width, height = (float(v) for v in numbers)
    width, height = math.exp(width), math.exp(height)
    return Box(x - width / 2, y - height / 2, width, height)
