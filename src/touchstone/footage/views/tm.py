"""Consecutive frames in order, at the video's own rate: the face and the whole frame, small."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .crop import crop
from .stretch import CannotSeeError, Stretch

_FRAMES = 48
_SIDE = 48
"""Pixels of a picture's side."""
SHAPE = (_FRAMES, 2, _SIDE, _SIDE)
"""Frame, face or whole frame, row, column."""


def show(stretch: Stretch) -> NDArray[np.uint8]:
    """The middle frames of the stretch, uint8 of :data:`SHAPE`; a shorter one runs forth and back.

    Raises:
        CannotSeeError: no face, or a single frame.
    """
    face = stretch.face.scaled(1.1)
    count = len(stretch.luma)
    if count < 2:
        raise CannotSeeError("a single frame: nothing moves")
    frames = [stretch.luma[at] for at in there_and_back(count, _FRAMES)]
    size = (_SIDE, _SIDE)
    pictures = [np.stack([crop(f, face, _SIDE), cv2.resize(f, size, interpolation=cv2.INTER_AREA)]) for f in frames]
    return np.stack(pictures).astype(np.uint8, copy=False)


def there_and_back(count: int, wanted: int) -> list[int]:
    """Indices of ``wanted`` consecutive frames around the middle; there and back again where there are fewer.

    >>> there_and_back(6, 4)
    [1, 2, 3, 4]
    >>> there_and_back(3, 7)
    [0, 1, 2, 1, 0, 1, 2]
    """
    if count >= wanted:
        start = (count - wanted) // 2
        return list(range(start, start + wanted))
    there = list(range(count)) + list(range(count - 2, 0, -1))
    return [there[k % len(there)] for k in range(wanted)]
