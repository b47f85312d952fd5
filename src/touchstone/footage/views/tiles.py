"""Tiles of native pixels on the 8×8 grid, of the face and of the rest: nothing is resized.

Codecs, scalers and sensors leave their traces in single pixels, and resizing removes them. Tiles begin at multiples of 8 from
the frame's corner, where the blocks of JPEG and of most video codecs begin.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box

from .stretch import Stretch

TILE_SIDE = 64
"""Pixels of a tile's side."""
_ROWS, _COLUMNS = 2, 3
TILES = _ROWS * _COLUMNS
_FRAMES = 4
SHAPE = (_FRAMES, 2, TILES, TILE_SIDE, TILE_SIDE)
"""Frame, face or rest, tile, row, column."""

_GRID = 8
_INNER = 0.9  # of the face's box: outside it hair and background begin
_OUTER = 1.25  # of the face's box: inside it nothing counts as the rest


def show(stretch: Stretch) -> NDArray[np.uint8]:
    """Tiles of the frames with most detail of every part of the stretch, uint8 of :data:`SHAPE`.

    Encoders spend their bits unevenly: what a frame of few bits lost, its neighbour may still show.

    Raises:
        CannotSeeError: no face.
    """
    face = stretch.face
    places = tile_places(face, *stretch.luma.shape[1:])
    parts = np.array_split(np.arange(len(stretch.luma)), _FRAMES)
    chosen = [max(part, key=lambda at: detail(stretch.luma[at], face)) if len(part) else 0 for part in parts]
    return np.stack([cut(stretch.luma[at], places) for at in chosen])


def detail(luma: NDArray[np.uint8], face: Box) -> float:
    """Mean size of what a mean of 3×3 pixels takes away, in and around the face."""
    part = luma[face.scaled(_OUTER).clipped(*luma.shape)]
    return float(cv2.mean(cv2.absdiff(part, cv2.blur(part, (3, 3))))[0]) if part.size else 0.0


def tile_places(face: Box, height: int, width: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Upper left corners (row, column) of the tiles of the face and of the rest.

    Tiles of a small face overlap; where a face fills the frame, the rest is what is farthest from its centre.
    """
    inner, outer = face.scaled(_INNER), face.scaled(_OUTER)
    return _inside(inner, height, width), _outside(outer, height, width)


def cut(luma: NDArray[np.uint8], places: tuple[list[tuple[int, int]], list[tuple[int, int]]]) -> NDArray[np.uint8]:
    """The tiles of one frame, uint8 ``[2, TILES, SIDE, SIDE]``; a frame smaller than a tile is mirrored at its edges."""
    height, width = luma.shape
    if height < TILE_SIDE or width < TILE_SIDE:
        luma = np.pad(luma, ((0, max(0, TILE_SIDE - height)), (0, max(0, TILE_SIDE - width))), "symmetric")
    return np.stack([[luma[y : y + TILE_SIDE, x : x + TILE_SIDE] for y, x in region] for region in places])


def _inside(box: Box, height: int, width: int) -> list[tuple[int, int]]:
    across = _along(box.x, box.width, _COLUMNS)
    return [(_snap(y, height), _snap(x, width)) for y in _along(box.y, box.height, _ROWS) for x in across]


def _along(start: float, length: float, count: int) -> Sequence[float]:
    """Where tiles begin along one side of a box: spread over it, or all in its middle where it is shorter than a tile."""
    if length > TILE_SIDE:
        return np.linspace(start, start + length - TILE_SIDE, count).tolist()
    return [start + (length - TILE_SIDE) / 2] * count


def _snap(start: float, length: int) -> int:
    most = max(0, length - TILE_SIDE) // _GRID * _GRID
    return int(np.clip(round(start / _GRID) * _GRID, 0, most))


def _outside(box: Box, height: int, width: int) -> list[tuple[int, int]]:
    """Tiles that do not touch the box, each as far from the chosen ones as can be; from the frame's upper left on."""
    step = _GRID * 2
    every = [
        (y, x)
        for y in range(0, max(1, height - TILE_SIDE + 1), step)
        for x in range(0, max(1, width - TILE_SIDE + 1), step)
    ]
    touch = np.array([_overlap(box, y, x) for y, x in every])
    free = [place for place, share in zip(every, touch, strict=True) if share == 0]
    if not free:
        free = [every[k] for k in np.argsort(touch, kind="stable")[:TILES]]
    points = np.array(free, float)
    chosen = [0]
    while len(chosen) < TILES:
        away = np.min([np.abs(points - points[k]).max(axis=1) for k in chosen], axis=0)
        chosen.append(int(np.argmax(away)))
    return [free[k] for k in chosen]


def _overlap(box: Box, y: int, x: int) -> float:
    down = min(box.y + box.height, y + TILE_SIDE) - max(box.y, y)
    across = min(box.x + box.width, x + TILE_SIDE) - max(box.x, x)
    return max(0.0, down) * max(0.0, across) / TILE_SIDE**2
