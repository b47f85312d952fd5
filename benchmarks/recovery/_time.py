"""Doses of time."""

from __future__ import annotations

import cv2
import numpy as np

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery, cores, luma


def order(sham: Clip, treated: Clip) -> Array:
    """Which frame of the sham each treated frame is most like; the nearest in time among equals."""
    small = [
        np.stack([cv2.resize(f, (48, 48), interpolation=cv2.INTER_AREA).ravel() for f in c.frames])
        for c in (sham, treated)
    ]
    a, b = (s.astype(float) for s in small)
    recovered = []
    for i, frame in enumerate(b):
        distance = ((a - frame) ** 2).mean(axis=1)
        best = np.flatnonzero(distance <= distance.min() + 1e-9)
        recovered.append(best[np.argmin(np.abs(best - i))])
    return np.array(recovered)


def window(sham: Clip, treated: Clip) -> float:
    """Longest stretch between two moments at which everything before has been shown, and nothing after."""
    seen = np.maximum.accumulate(order(sham, treated))
    cuts = np.concatenate([[-1], np.flatnonzero(seen == np.arange(len(seen)))])
    return float(np.diff(cuts).max())


def backwards(sham: Clip, treated: Clip) -> float:
    """Whether the frames' order falls."""
    steps = np.diff(order(sham, treated))
    return float((steps < 0).mean() > 0.9)


def _repeats(clip: Clip) -> float:
    same = (clip.frames[1:] == clip.frames[:-1]).all(axis=(1, 2, 3))
    return 100 * float(same.sum()) / len(clip.frames)


def held(sham: Clip, treated: Clip) -> float:
    """Share of frames that equal the one before, beyond the sham's."""
    return _repeats(treated) - _repeats(sham)


def times_shown(sham: Clip, treated: Clip) -> float:
    """Most frequent distance from one change of picture to the next."""
    del sham
    changes = np.flatnonzero((treated.frames[1:] != treated.frames[:-1]).any(axis=(1, 2, 3)))
    gaps = np.diff(changes)
    return float(np.bincount(gaps).argmax()) if len(gaps) else float(len(treated.frames))


def _weights(sham: Clip, treated: Clip, reach: int) -> Array:
    """Shares of the sham's frames, from ``reach`` before to ``reach`` after, in each treated one: least squares."""
    a, b = luma(sham.frames)[:, ::3, ::3], luma(treated.frames)[:, ::3, ::3]
    at = np.arange(reach, len(a) - reach)
    mean = a.mean(axis=0)
    columns = [(a[at + k] - mean).ravel() for k in range(-reach, reach + 1)]
    design = np.stack(columns, axis=1)
    gram = design.T @ design + 1e-3 * len(design) * np.eye(len(columns))
    return np.linalg.solve(gram, design.T @ (b[at] - mean).ravel())


def mean_of(sham: Clip, treated: Clip) -> float:
    """One over the sum of squares of the shares, which is the number of frames when they are equal."""
    weights = _weights(sham, treated, min(6, (len(sham.frames) - 1) // 2 - 1))
    return float(weights.sum() ** 2 / (weights**2).sum())


def ghost(sham: Clip, treated: Clip) -> float:
    """Share of the frame three before."""
    return float(100 * _weights(sham, treated, 4)[4 - 3])


def flicker(sham: Clip, treated: Clip) -> float:
    """Standard deviation over time of the ratio of the face's mean in both arms."""
    return float(100 * np.std([b.mean() / a.mean() for a, b in cores(sham, treated)]))


def _shift(x: Array, y: Array) -> Array:
    """Rightwards and downwards shift from one plane to another: phase correlation, then least squares on the slopes."""
    # Copies: where no padding is needed, OpenCV 4.14 multiplies the window into what it was given.
    (right, down), _ = cv2.phaseCorrelate(
        x.copy(), y.copy(), cv2.createHanningWindow((x.shape[1], x.shape[0]), cv2.CV_64F)
    )
    move = np.array([right, down])
    height, width = x.shape
    inner = slice(4, -4), slice(4, -4)
    for _ in range(15):
        matrix = np.array([[1, 0, move[0]], [0, 1, move[1]]])
        back = cv2.warpAffine(y, matrix, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
        slope_y, slope_x = np.gradient(back)
        design = np.stack([slope_x[inner].ravel(), slope_y[inner].ravel()], axis=1)
        step, *_ = np.linalg.lstsq(design, (x - back)[inner].ravel(), rcond=None)
        move = move + step
    return move


def jitter(sham: Clip, treated: Clip) -> float:
    """Shift of the middle of the face between the arms, root mean square per axis (Lucas & Kanade 1981)."""
    moves = [_shift(*(luma(p).astype(np.float64) for p in pair)) for pair in cores(sham, treated)]
    return float(np.sqrt(np.mean(np.square(moves))))


RECOVERIES = {
    "shuffle": Recovery(window, 0, 0, "stretches within which the matched frames change places"),
    "reverse": Recovery(backwards, 0, 0, "falling order of the matched frames"),
    "freeze": Recovery(held, 3.2, 0, "share of frames that equal the one before"),
    "drop": Recovery(held, 3.2, 0, "share of frames that equal the one before"),
    "double": Recovery(times_shown, 0, 0, "distance between changes of the picture"),
    "motion_smoothing": Recovery(mean_of, 0.3, 0.12, "least-squares shares of the sham's frames in each"),
    "cross_blend": Recovery(ghost, 2, 0.05, "least-squares share of the frame three before"),
    "region_flicker": Recovery(flicker, 0.15, 0.07, "deviation over time of the ratio of the face's means"),
    "region_jitter": Recovery(
        jitter, 0.1, 0.12, "phase correlation of the middle of the face, refined by least squares"
    ),
}
