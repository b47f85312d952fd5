"""The whole frame and the face apart, in colour: how the scene is lit, and how the face is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import evenly

from .crop import crop
from .stretch import Stretch

_FRAMES = 2
_SIDE = 96
"""Pixels of a picture's side."""
SHAPE = (_FRAMES, 2, 4, _SIDE, _SIDE)
"""Frame, face or whole frame, red green blue and where the face is (0 or 255), row, column."""

AROUND = 1.2
"""Of the face's box: hair and neck belong to how a head is lit."""


def show(stretch: Stretch) -> NDArray[np.uint8]:
    """Evenly spread frames, uint8 of :data:`SHAPE`.

    Raises:
        CannotSeeError: no face.
    """
    face = stretch.face
    pictures: list[NDArray[np.uint8]] = []
    for at in evenly(range(len(stretch.rgb)), _FRAMES):
        picture = stretch.rgb[at]
        where = np.zeros(picture.shape[:2], np.uint8)
        where[face.clipped(*picture.shape[:2])] = 255
        four = np.dstack([picture, where])
        whole = cv2.resize(four, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
        near = np.stack([crop(np.ascontiguousarray(four[..., c]), face.scaled(AROUND), _SIDE) for c in range(4)])
        pictures.append(np.stack([near, np.moveaxis(whole, -1, 0)]).astype(np.uint8, copy=False))
    return np.stack(pictures)
