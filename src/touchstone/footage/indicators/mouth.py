"""What the mouth of a clip does: how far the lower lip is down, how dark it gets between the lips, how much moves there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from touchstone.footage.faces import Face
from touchstone.footage.media import Box

Series = tuple[NDArray[np.float64], NDArray[np.float64]]

# 300-W markup.
_RIGID = (27, 28, 29, 30, 31, 33, 35, 36, 39, 42, 45)  # nose and corners of the eyes: what speech does not move
_EYES = (36, 45)
_NOSE = slice(27, 36)
_LIPS = slice(48, 68)
_LOWER_LIP = (55, 56, 57, 58, 59, 65, 66, 67)

_KEPT, _KEPT_WIDTH = 112, 1.6  # the patch kept of each frame: pixels a side, distances of the outer corners of the eyes
_SIZE, _WIDTH = (64, 48), 0.9  # the mouth, held still: pixels, distances of the eyes
_CENTRE = np.array([0.5, 0.42])  # of the lips in it
_STEADY = 0.08  # seconds: the head's path is smoothed by this much, so that points placed badly do not shake the mouth
_MOVES = (slice(8, 42), slice(12, 52))  # rows and columns in which motion is measured
_BETWEEN = (slice(12, 34), slice(18, 46))  # … and darkness
_DARKEST = 8  # per cent of it
# Standard deviations below which a mouth is still: distances of the eyes, levels, levels. A silent mouth on a head that moves
# reached 0.003, 0.5 and 0.15; windows of talking ones 0.012, 2.3 and 1.5 or more.
_LEAST = (0.005, 1.0, 0.25)
_BOX = (0.25, 0.62, 0.5, 0.33)  # without landmarks: left, top, width, height of the mouth, shares of the face box
_PATCH = (32, 20)  # pixels
_FEWEST = 5  # frames


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The mouth of one frame: landmarks as complex numbers ``[68]``, a patch, its first pixel, pixels per pixel of the frame."""

    frame: int
    points: NDArray[np.complex128]
    patch: NDArray[np.uint8]
    corner: complex
    scale: float


class MouthMeter:
    """Gathers the mouth of every frame of a clip; keeps a small patch of each."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._seen: list[_Seen] = []
        self._change: list[tuple[float, float]] = []  # halfway between two frames, and from one to the other
        self._before: NDArray[np.float32] | None = None

    def add(self, luma: NDArray[np.uint8], face: Face | None, time: float) -> None:
        """Take the next frame.

        Args:
            luma: uint8 ``[H, W]``.
            face: in the pixels of that luma.
            time: seconds from the first frame of the video.
        """
        frame = len(self._times)
        before, now = self._before, None if face is None else _boxed(luma, face.box)
        self._before = now
        if before is not None and now is not None:
            self._change.append(((self._times[-1] + time) / 2, float(np.abs(now - before).mean())))
        self._times.append(time)
        seen = None if face is None else _see(frame, luma, face)
        if seen is not None:
            self._seen.append(seen)

    def series(self) -> Series | None:
        """Times and how much the mouth speaks; ``None`` below five frames, and for a mouth that keeps still.

        From landmarks the sum of three series, each without its straight trend and of variance 1: how far the lower lip is
        below the nose, along the face; how dark the darkest 8 % between the lips are; how much the mouth changes from frame
        to frame, once the head is held still. One that keeps still is left out. Without landmarks, levels by which the
        mouth's share of the face box changes.
        """
        if len(self._seen) >= _FEWEST:
            times = np.array([self._times[seen.frame] for seen in self._seen])
            mouths, steps = self._still(times)
            total = sum_of_scores(times, [_lip(self._seen), _darkness(mouths), _motion(mouths, steps)], _LEAST)
            return None if total is None else (times, total)
        if len(self._change) < _FEWEST:
            return None
        times, values = np.array(self._change).T
        return times, values

    def _still(self, times: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The mouths ``[seen, 48, 64]``, held still by the head's smoothed path; which of them follow the one before at once."""
        points = np.array([seen.points for seen in self._seen])
        middle = points[len(points) // 2]
        turn, shift = _similarity(middle[list(_RIGID)], points[:, list(_RIGID)])
        sigma = _STEADY / max(float(np.median(np.diff(times))), 1e-3)
        anchor = middle[list(_RIGID)].mean()
        turn, place = (_smooth(series, sigma) for series in (turn, turn * anchor + shift))
        turn = np.where(np.abs(turn) > 1e-6, turn, 1e-6)  # points that name no face
        shift = place - turn * anchor
        lips = np.mean((points[:, _LIPS] - shift[:, None]) / turn[:, None], axis=1)
        across = middle[_EYES[1]] - middle[_EYES[0]]
        pixel = across * _WIDTH / _SIZE[0]  # one to the right in the still mouth
        first = np.median(lips.real) + 1j * np.median(lips.imag) - pixel * complex(*(_CENTRE * _SIZE))
        mouths = [
            _warp(seen, t * pixel * seen.scale, (t * first + s - seen.corner) * seen.scale)
            for seen, t, s in zip(self._seen, turn, shift, strict=True)
        ]
        return np.array(mouths, np.float32), np.diff([seen.frame for seen in self._seen]) == 1


def sum_of_scores(
    times: NDArray[np.float64], parts: Sequence[NDArray[np.float64]], least: Sequence[float]
) -> NDArray[np.float64] | None:
    """Sum of series ``[time]``, each without its straight trend and of variance 1.

    Left out are those whose standard deviation, the trend removed, is below the least; ``None`` where that is all of them.
    """
    basis = np.stack([np.ones(len(times)), times - times.mean()], axis=1)
    scores: list[NDArray[np.float64]] = []
    for part, smallest in zip(parts, least, strict=True):
        rest = part - basis @ np.linalg.lstsq(basis, part, rcond=None)[0]
        spread = float(rest.std())
        if spread >= smallest:
            scores.append(rest / spread)
    return np.sum(scores, axis=0) if scores else None


def _see(frame: int, luma: NDArray[np.uint8], face: Face) -> _Seen | None:
    """``None`` without landmarks, and where they name no face."""
    if face.landmarks is None:
        return None
    points = face.landmarks[:, 0] + 1j * face.landmarks[:, 1]
    eyes = float(abs(points[_EYES[1]] - points[_EYES[0]]))
    if not np.isfinite(points).all() or eyes <= 0:
        return None
    scale = _KEPT / (_KEPT_WIDTH * eyes)
    corner = complex(points[_LIPS].mean()) - _KEPT / 2 / scale * (1 + 1j)
    matrix = np.array([[1 / scale, 0, corner.real], [0, 1 / scale, corner.imag]])
    return _Seen(frame, points, _cut(luma, matrix, (_KEPT, _KEPT)), corner, scale)


def _similarity(
    points: NDArray[np.complex128], others: NDArray[np.complex128]
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Turn and shift of the plane that bring one set of points ``[n]`` closest to others ``[k, n]``, least squares."""
    centred = points - points.mean()
    turn = (others - others.mean(axis=1, keepdims=True)) @ centred.conj() / np.sum(np.abs(centred) ** 2)
    return turn, others.mean(axis=1) - turn * points.mean()


def _smooth(series: NDArray[np.complex128], sigma: float) -> NDArray[np.complex128]:
    real, imaginary = (gaussian_filter1d(part, sigma, mode="nearest") for part in (series.real, series.imag))
    return real + 1j * imaginary


def _warp(seen: _Seen, pixel: complex, first: complex) -> NDArray[np.uint8]:
    """The still mouth: how far one pixel to the right goes in the patch, and where its first pixel is."""
    matrix = np.array([[pixel.real, -pixel.imag, first.real], [pixel.imag, pixel.real, first.imag]])
    return _cut(seen.patch, matrix, _SIZE)


def _cut(luma: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.uint8]:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(luma, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)


def _lip(seen: list[_Seen]) -> NDArray[np.float64]:
    """How far the lower lip is below the nose, along the face, in the clip's median distance of the eyes."""
    points = np.array([frame.points for frame in seen])
    across = points[:, _EYES[1]] - points[:, _EYES[0]]
    lip = points[:, list(_LOWER_LIP)].mean(axis=1) - points[:, _NOSE].mean(axis=1)
    return (lip / (across / np.abs(across))).imag / np.median(np.abs(across))


def _darkness(mouths: NDArray[np.float32]) -> NDArray[np.float64]:
    inside = mouths[:, *_BETWEEN].reshape(len(mouths), -1)
    return -np.percentile(inside, _DARKEST, axis=1).astype(np.float64)


def _motion(mouths: NDArray[np.float32], steps: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean of the change from the frame before and to the frame after, where those are known."""
    changes = np.diff(mouths, axis=0)
    changes -= changes.mean(axis=(1, 2), keepdims=True)
    change = np.abs(changes[:, *_MOVES]).mean(axis=(1, 2)).astype(np.float64)
    total, count = np.zeros(len(mouths)), np.zeros(len(mouths))
    for side in (slice(1, None), slice(None, -1)):
        total[side] += change * steps
        count[side] += steps
    measured = np.flatnonzero(count)
    if len(measured) == 0:
        return total
    return np.interp(np.arange(len(mouths)), measured, total[measured] / count[measured])


def _boxed(luma: NDArray[np.uint8], box: Box) -> NDArray[np.float32]:
    """The mouth's share of the face box, without its mean."""
    left, top, width, height = _BOX
    across, down = box.width * width / _PATCH[0], box.height * height / _PATCH[1]
    matrix = np.array([[across, 0, box.x + box.width * left], [0, down, box.y + box.height * top]])
    patch = _cut(luma, matrix, _PATCH).astype(np.float32)
    return patch - patch.mean()
