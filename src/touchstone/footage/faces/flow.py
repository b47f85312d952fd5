"""How a face moved from one frame to the next."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Pixels

Motion = NDArray[np.float64]
"""``[2, 3]``: turn, change of size and shift that take points of one frame to the next."""

Points = NDArray[np.float32]
"""``[n, 2]``, x and y."""

_WIDTH = 192  # pixels of a face's width while following; larger ones are shrunk
_AROUND = 1.6  # the picture that is looked at, in widths of the face
_UPPER = 0.65  # share of a face that speech leaves in place: brows, eyes, nose
_MOST_POINTS = 60
_FEWEST_POINTS = 8
_LEAST_SHARE = 0.5  # of the points that have to agree
_AGREE = 0.008  # of the face's width: how far apart points that agree may end; faces are not rigid
_COARSE = 4  # times smaller, where a fast face is looked for as a whole


def follow(before: Pixels, after: Pixels, box: Box) -> Motion | None:
    """The motion of the face in ``box`` between two frames; ``None`` where its points do not move as one.

    Corners in the upper part of the face are followed by pyramidal Lucas-Kanade, and the similarity that most of them
    agree on is fitted by RANSAC and least squares; where that fails, once more from where the face as a whole is found
    again. It fails at a cut and behind a hand, which is what it is asked.

    Args:
        before: luma, uint8 ``[H, W]``.
        after: luma of the next frame, the same size.
        box: the face in ``before``.

    Source: Shi & Tomasi, CVPR 1994; Bouguet, Intel 2000.
    """
    rows, columns = box.scaled(_AROUND).clipped(*before.shape)
    if before.shape != after.shape or min(rows.stop - rows.start, columns.stop - columns.start) < 16:
        return None
    factor = min(1.0, _WIDTH / box.width)
    first, second = (_shrunk(plane[rows, columns], factor) for plane in (before, after))
    origin = np.array([columns.start, rows.start], np.float64)
    points = _corners(first, box, origin, factor)
    if points is None:
        return None
    scale = np.array(first.shape[::-1]) / (columns.stop - columns.start, rows.stop - rows.start)
    for guess in (None, _jump):
        end = points if guess is None else points + guess(first, second, points)
        ends, followed = _lucas_kanade(first, second, points, end)
        motion = _common(
            points[followed] / scale, ends[followed] / scale, _AGREE * box.width, _LEAST_SHARE * len(points)
        )
        if motion is not None:
            motion[:, 2] += origin + 0.5 / scale - 0.5 - motion[:, :2] @ (origin + 0.5 / scale - 0.5)
            return motion
    return None


def moved_box(motion: Motion, box: Box) -> Box:
    """A box carried along: its centre by the motion, its size by the change of size; it stays upright.

    >>> moved_box(np.array([[2.0, 0.0, 1.0], [0.0, 2.0, 0.0]]), Box(10, 10, 4, 4))
    Box(x=21.0, y=20.0, width=8.0, height=8.0)
    """
    centre = motion @ (box.x + box.width / 2, box.y + box.height / 2, 1.0)
    growth = math.hypot(motion[0, 0], motion[1, 0])
    width, height = box.width * growth, box.height * growth
    return Box(float(centre[0]) - width / 2, float(centre[1]) - height / 2, width, height)


def _lucas_kanade(first: Pixels, second: Pixels, points: Points, guess: Points) -> tuple[Points, NDArray[np.bool_]]:
    ends, followed, _ = cv2.calcOpticalFlowPyrLK(
        first, second, points, guess.copy(), winSize=(15, 15), maxLevel=3, flags=cv2.OPTFLOW_USE_INITIAL_FLOW
    )
    return np.asarray(ends, np.float32), followed.ravel() == 1


def _jump(first: Pixels, second: Pixels, points: Points) -> Points:
    """Shift of the part that the points lie in, as a whole and to a few pixels."""
    small, other = (
        cv2.resize(plane, (plane.shape[1] // _COARSE, plane.shape[0] // _COARSE), interpolation=cv2.INTER_AREA)
        for plane in (first, second)
    )
    left, top = (points.min(axis=0) / _COARSE).astype(int)
    right, bottom = (points.max(axis=0) / _COARSE).astype(int) + 1
    likeness = cv2.matchTemplate(other, small[top:bottom, left:right], cv2.TM_CCOEFF_NORMED)
    _, _, _, (x, y) = cv2.minMaxLoc(likeness)
    return np.array([x - left, y - top], np.float32) * _COARSE


def _common(start: NDArray[np.floating], end: NDArray[np.floating], within: float, least: float) -> Motion | None:
    """The similarity that at least ``least`` of the points agree on."""
    if len(start) < _FEWEST_POINTS:
        return None
    motion, agree = cv2.estimateAffinePartial2D(start, end, method=cv2.RANSAC, ransacReprojThreshold=within)
    if motion is None or agree.sum() < max(_FEWEST_POINTS, least):
        return None
    return np.asarray(motion, np.float64)


def _shrunk(plane: Pixels, factor: float) -> Pixels:
    if factor == 1:
        return np.ascontiguousarray(plane)
    size = (max(8, round(plane.shape[1] * factor)), max(8, round(plane.shape[0] * factor)))
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _corners(plane: Pixels, box: Box, origin: NDArray[np.float64], factor: float) -> Points | None:
    inside = np.zeros(plane.shape, np.uint8)
    x, y = (box.x - origin[0]) * factor, (box.y - origin[1]) * factor
    upper = Box(x, y, box.width * factor, box.height * factor * _UPPER).clipped(*plane.shape)
    inside[upper] = 1
    corners = cv2.goodFeaturesToTrack(plane, _MOST_POINTS, 0.01, max(3.0, box.width * factor / 24), mask=inside)
    return None if corners is None or len(corners) < _FEWEST_POINTS else corners.reshape(-1, 2).astype(np.float32)
