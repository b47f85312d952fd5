"""Where the light was too little or too much for the recording, and how face and background are exposed."""

from __future__ import annotations

import math

import numpy as np

from .light import LINEAR
from .picture import Picture

# Lossy coding scatters clipped pixels by a few levels.
_BLACK, _WHITE = 3, 252
_LEVELS = np.arange(256)


def shadow_clipping(picture: Picture) -> float:
    """Share of pixels at luma 3 or below."""
    return float(picture.histogram[: _BLACK + 1].sum()) / picture.luma.size


def highlight_clipping(picture: Picture) -> float:
    """Share of pixels at luma 252 or above."""
    return float(picture.histogram[_WHITE:].sum()) / picture.luma.size


def face_brightness(picture: Picture) -> float | None:
    """Mean luma of the face box, level; undefined without a face."""
    counts = picture.face_histogram
    return None if counts is None else float(counts @ _LEVELS) / float(counts.sum())


def face_exposure_difference(picture: Picture) -> float | None:
    """Mean linear light of the face over that of the background, stops (powers of two).

    0 where both are as bright, −1 where the face gets half the light. Undefined without either, and where one is black.
    """
    face, background = picture.face_histogram, picture.background_histogram
    if face is None or background is None:
        return None
    ours, theirs = (float(counts @ LINEAR) / float(counts.sum()) for counts in (face, background))
    return math.log2(ours / theirs) if ours > 0 and theirs > 0 else None
