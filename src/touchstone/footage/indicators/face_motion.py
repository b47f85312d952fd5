"""What the face of a clip does: how its region shakes and flickers."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.faces import Face
from touchstone.footage.media import Box

_FEWEST = 5  # steps


class FaceMeter:
    """Gathers the face of every frame of a clip."""

    def __init__(self) -> None:
        self._faces: list[Face | None] = []
        self._light: list[float | None] = []

    def add(self, luma: NDArray[np.uint8], face: Face | None) -> None:
        """Take the face of the next frame.

        Args:
            luma: uint8 ``[H, W]``.
            face: in the pixels of that luma.
        """
        self._faces.append(face)
        self._light.append(None if face is None else _mean(luma, face.box))

    @property
    def share(self) -> float | None:
        """Share of the frames that show a face; undefined where faces were not looked for."""
        return sum(face is not None for face in self._faces) / len(self._faces) if self._faces else None

    @property
    def jitter(self) -> float | None:
        """Standard deviation of what is random in the path of the face box, share of its width.

        From the second differences of the centre over frames that are linked to those before; undefined below five of them.
        """
        centres = [None if f is None else (f.box.x + f.box.width / 2, f.box.y + f.box.height / 2) for f in self._faces]
        squares: list[float] = []
        for i in range(2, len(self._faces)):
            last, middle, first = self._faces[i], self._faces[i - 1], self._faces[i - 2]
            if last is None or middle is None or first is None or not (last.linked and middle.linked):
                continue
            a, b, c = (np.array(centres[i - turn]) for turn in (0, 1, 2))
            squares.append(float(np.sum((a - 2 * b + c) ** 2)) / 2 / middle.box.width**2)
        return math.sqrt(sum(squares) / len(squares) / 6) if len(squares) >= _FEWEST else None

    @property
    def flicker(self) -> float | None:
        """Standard deviation of what is random in the mean luma of the face box, level; undefined below five steps."""
        squares = [
            (a - 2 * b + c) ** 2
            for a, b, c in zip(self._light, self._light[1:], self._light[2:], strict=False)
            if a is not None and b is not None and c is not None
        ]
        return math.sqrt(sum(squares) / len(squares) / 6) if len(squares) >= _FEWEST else None


def _mean(luma: NDArray[np.uint8], box: Box) -> float | None:
    """Mean luma of the box, its borders counted by their share, so that a box between pixels does not flicker."""
    rows, columns = box.clipped(*luma.shape)
    if rows.stop == rows.start or columns.stop == columns.start:
        return None
    centre = (box.x + box.width / 2 - 0.5, box.y + box.height / 2 - 0.5)
    size = (max(1, round(box.width)), max(1, round(box.height)))
    return float(cv2.getRectSubPix(luma.astype(np.float32), size, centre).mean())
