"""Tiles of native pixels in pairs of consecutive frames: what differs between them where nothing moves is noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import evenly

from .stretch import Stretch
from .tiles import TILE_SIDE, TILES, cut, tile_places

PAIRS = 3
SHAPE = (PAIRS, 2, 2, TILES, TILE_SIDE, TILE_SIDE)
"""Pair, first or second frame, face or rest, tile, row, column."""


def show(stretch: Stretch) -> NDArray[np.uint8]:
    """Tiles of evenly spread pairs of frames, uint8 of :data:`SHAPE`.

    Raises:
        CannotSeeError: no face.
    """
    luma = stretch.luma
    places = tile_places(stretch.face, *luma.shape[1:])
    last = len(luma) - 1
    starts = [min(at, max(0, last - 1)) for at in evenly(range(len(luma)), PAIRS)]
    return np.stack([[cut(luma[min(at + k, last)], places) for k in (0, 1)] for at in starts])
