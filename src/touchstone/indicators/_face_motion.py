"""What the face of a clip does: how its region shakes and flickers, and how its mouth opens."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.media import Box, Face

# 300-W markup: inner lips, upper and lower, and the outer corners of the eyes.
_UPPER, _LOWER = (61, 62, 63), (67, 66, 65)
_EYES = (36, 45)
_MOUTH = (0.25, 0.62, 0.5, 0.33)  # left, top, width, height of the mouth region, shares of the face box
_PATCH = (32, 20)  # pixels
_FEWEST = 5  # steps


class FaceMeter:
    """Gathers the face of every frame of a clip."""

    def __init__(self) -> None:
        self._faces: list[Face | None] = []
        self._light: list[float | None] = []
        self._change: list[float | None] = []
        self._patch: NDArray[np.float32] | None = None
        self._times: list[float] = []

    def add(self, luma: NDArray[np.uint8], face: Face | None, time: float) -> None:
        """Take the face of the next frame.

        Args:
            luma: uint8 ``[H, W]``.
            face: in the pixels of that luma.
            time: seconds from the first frame of the video.
        """
        self._faces.append(face)
        self._times.append(time)
        self._light.append(None if face is None else _mean(luma, face.box))
        before, self._patch = self._patch, None if face is None else _mouth(luma, face.box)
        if before is None or self._patch is None:
            self._change.append(None)
        else:
            self._change.append(float(np.abs(self._patch - before).mean()))

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

    def mouth(self) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Times and how open the mouth is.

        From landmarks, in units of the distance of the eyes, where there are any; else how much its region changes, in
        levels. ``None`` below five frames.
        """
        opened = [_opening(face) for face in self._faces]
        if sum(value is not None for value in opened) < _FEWEST:
            opened = self._change
        known = [(time, value) for time, value in zip(self._times, opened, strict=True) if value is not None]
        if len(known) < _FEWEST:
            return None
        times, values = np.array(known).T
        return times, values


def _opening(face: Face | None) -> float | None:
    if face is None or face.landmarks is None:
        return None
    points = face.landmarks
    eyes = float(np.linalg.norm(points[_EYES[0]] - points[_EYES[1]]))
    gaps = np.linalg.norm(points[list(_UPPER)] - points[list(_LOWER)], axis=1)
    return float(gaps.mean()) / eyes if eyes > 0 else None


def _mean(luma: NDArray[np.uint8], box: Box) -> float | None:
    """Mean luma of the box, its borders counted by their share, so that a box between pixels does not flicker."""
    rows, columns = box.clipped(*luma.shape)
    if rows.stop == rows.start or columns.stop == columns.start:
        return None
    centre = (box.x + box.width / 2 - 0.5, box.y + box.height / 2 - 0.5)
    size = (max(1, round(box.width)), max(1, round(box.height)))
    return float(cv2.getRectSubPix(luma.astype(np.float32), size, centre).mean())


def _mouth(luma: NDArray[np.uint8], box: Box) -> NDArray[np.float32]:
    left, top, width, height = _MOUTH
    scale = (box.width * width / _PATCH[0], box.height * height / _PATCH[1])
    matrix = np.array([[scale[0], 0, box.x + box.width * left], [0, scale[1], box.y + box.height * top]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(luma, matrix, _PATCH, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    return patch - patch.mean()
