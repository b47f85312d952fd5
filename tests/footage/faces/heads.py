"""Drawn heads that detectors of faces accept, on a canvas of their own and pasted where a test wants them."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Head = tuple[NDArray[np.uint8], NDArray[np.float64]]
"""A picture and its coverage."""

SIZE = (360, 480)  # of moving clips
WIDTH = 300.0  # of the head's canvas in them

_SIDE = 512  # a head is drawn this large, then brought to size


@cache
def head(seed: int = 0, skin: int = 178) -> Head:
    """A frontal head, RGB ``[512, 512, 3]``, and its coverage ``[512, 512]`` in [0, 1].

    Shading is what counts: an oval lit from above, sockets darker than the cheeks, brows and lashes as dark bars, a bright
    ridge of the nose over a dark base, a dark line between the lips, shadow under the chin.
    """
    dice = np.random.default_rng(seed)
    y, x = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float64) / _SIDE

    def blob(cx: float, cy: float, rx: float, ry: float, power: float = 2.0) -> NDArray[np.float64]:
        return np.exp(-(np.abs((x - cx) / rx) ** power + np.abs((y - cy) / ry) ** power))

    def inside(cx: float, cy: float, rx: float, ry: float, soft: float = 0.03) -> NDArray[np.float64]:
        distance = np.hypot((x - cx) / rx, (y - cy) / ry)
        return np.clip((1 - distance) / soft + 0.5, 0, 1)

    w, h = 0.27 + dice.uniform(-0.01, 0.01), 0.36 + dice.uniform(-0.01, 0.01)
    face = inside(0.5, 0.52, w, h)
    hair = inside(0.5, 0.47, w + 0.045, h + 0.045)
    neck = np.where((np.abs(x - 0.5) < 0.14) & (y > 0.7), 1.0, 0.0)
    body = inside(0.5, 1.12, 0.46, 0.26)
    tone = skin * (1.0 - 0.35 * np.clip(np.hypot((x - 0.5) / w, (y - 0.52) / h), 0, 1.2) ** 4)
    tone += 14 * blob(0.5, 0.3, 0.16, 0.09)  # forehead
    for side in (-1, 1):
        eye = 0.5 + side * 0.112
        tone += 12 * blob(0.5 + side * 0.14, 0.6, 0.07, 0.06)  # cheek
        tone -= 52 * blob(eye, 0.452, 0.075, 0.045)  # socket
        tone -= 95 * blob(eye, 0.398 + 0.004 * dice.normal(), 0.075, 0.016, 4)  # brow
        tone += 55 * blob(eye, 0.462, 0.046, 0.016, 2)  # white of the eye
        tone -= 110 * blob(eye, 0.46, 0.019, 0.02, 4)  # iris
        tone -= 60 * blob(eye, 0.443, 0.052, 0.007, 4)  # lashes
        tone -= 40 * blob(0.5 + side * 0.035, 0.625, 0.016, 0.01)  # nostril
        tone -= 20 * blob(0.5 + side * 0.052, 0.56, 0.02, 0.07)  # side of the nose
    tone += 22 * blob(0.5, 0.54, 0.02, 0.1)  # ridge
    tone -= 28 * blob(0.5, 0.642, 0.06, 0.014)  # under the nose
    tone -= 55 * blob(0.5, 0.722, 0.088, 0.03, 3)  # lips
    tone -= 50 * blob(0.5, 0.722, 0.08, 0.006, 4)  # between them
    tone -= 22 * blob(0.5, 0.775, 0.07, 0.016)  # under the lower lip
    tone += 10 * blob(0.5, 0.815, 0.05, 0.03)  # chin
    plane = np.full_like(tone, 70.0)
    for cover, level in ((body, 60.0), (neck, skin * 0.6), (hair, 38.0)):
        plane = plane * (1 - cover) + level * cover
    plane = plane * (1 - face) + tone * face
    plane += cv2.GaussianBlur(dice.normal(0, 14, plane.shape), (0, 0), 3.0)  # skin is not smooth
    cover = np.maximum.reduce([face, hair, neck, body])
    rgb = plane[..., None] * np.array([1.12, 0.97, 0.85])
    return np.clip(rgb, 0, 255).astype(np.uint8), cover


def paste(
    background: NDArray[np.uint8], x: float, y: float, width: float, angle: float = 0.0, seed: int = 0, skin: int = 178
) -> NDArray[np.uint8]:
    """The background with a head whose canvas is ``width`` pixels wide and centred on ``x``, ``y``; ``angle`` in degrees."""
    picture, cover = head(seed, skin)
    return place(background, picture, cover, x=x, y=y, width=width, angle=angle)


def place(
    background: NDArray[np.uint8],
    picture: NDArray[np.uint8],
    cover: NDArray[np.float64],
    x: float,
    y: float,
    width: float,
    angle: float = 0.0,
) -> NDArray[np.uint8]:
    """The background with ``picture`` brought to ``width`` and centred on ``x``, ``y``, exact to a fraction of a pixel."""
    factor = width / picture.shape[1]
    matrix = cv2.getRotationMatrix2D(((picture.shape[1] - 1) / 2, (picture.shape[0] - 1) / 2), angle, factor)
    matrix[:, 2] += (x - (picture.shape[1] - 1) / 2, y - (picture.shape[0] - 1) / 2)
    if factor < 1:  # no detail finer than the pixels it is drawn with
        sigma = 0.5 * (1 / factor - 1) + 1e-3
        picture = cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.uint8)
        cover = cv2.GaussianBlur(cover, (0, 0), sigma).astype(np.float64)
    size = (background.shape[1], background.shape[0])
    drawn = cv2.warpAffine(picture.astype(np.float32), matrix, size, flags=cv2.INTER_CUBIC)
    share = cv2.warpAffine(cover.astype(np.float32), matrix, size, flags=cv2.INTER_LINEAR)[..., None]
    return np.clip(np.round(background * (1 - share) + drawn * share), 0, 255).astype(np.uint8)


def room(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """A background with soft texture, RGB."""
    dice = np.random.default_rng(seed)
    rough = dice.integers(60, 180, (max(2, height // 40), max(2, width // 40), 3), np.uint8)
    return cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def paths(frames: int = 40) -> dict[str, NDArray[np.float64]]:
    """Ways in which a head moves: per frame its shift in x and y (pixels), its growth, its angle (degrees)."""
    t = np.arange(frames)
    still = np.tile([0.0, 0.0, 1.0, 0.0], (frames, 1))
    drift, shake, fast = still.copy(), still.copy(), still.copy()
    drift[:, :2] = np.stack([20 * np.sin(t / 12), 8 * np.cos(t / 9)], axis=1)
    drift[:, 2:] = np.stack([1 + 0.08 * np.sin(t / 20), 4 * np.sin(t / 15)], axis=1)
    shake[:, :2] = np.random.default_rng(5).normal(0, 2, (frames, 2))
    fast[:, 0] = 60 * np.sin(t / 5)
    return {"still": still, "drift": drift, "shake": shake, "fast": fast}


def moving(path: NDArray[np.float64], drawn: Head | None = None, noise: float = 3.0) -> NDArray[np.uint8]:
    """A clip of a head on ``path`` before a still room, under sensor noise, RGB ``[T, 360, 480, 3]``."""
    dice = np.random.default_rng(1)
    background = room(*SIZE, seed=3)
    picture, cover = head() if drawn is None else drawn
    frames = []
    for across, down, growth, angle in path:
        frame = place(background, picture, cover, x=240 + across, y=185 + down, width=WIDTH * growth, angle=angle)
        frames.append(np.clip(np.round(frame + dice.normal(0, noise, frame.shape)), 0, 255).astype(np.uint8))
    return np.stack(frames)


def cut_out(frame: NDArray[np.uint8]) -> Head:
    """A real head in an oval, as :func:`place` takes it."""
    height, width = frame.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot((x - width / 2) / (0.45 * width), (y - height / 2) / (0.48 * height))
    return frame, np.clip((1 - distance) / 0.05, 0, 1)


def true_centres(path: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a box on the head goes, ``[T, 2]``, when it sits on one point of the head, the one that ``centres`` fits best.

    A detector's box has its own idea of a face's middle; turning and growing the head move that point around the middle
    of the canvas.
    """
    turn = np.deg2rad(path[:, 3])
    cos, sin = path[:, 2] * np.cos(turn), path[:, 2] * np.sin(turn)
    rows = np.concatenate([np.stack([cos, sin], axis=1), np.stack([-sin, cos], axis=1)])
    middle = path[:, :2] + (240, 185)
    point = np.linalg.lstsq(rows, (centres - middle).T.ravel(), rcond=None)[0]
    return middle + (rows @ point).reshape(2, -1).T


def jitter(places: NDArray[np.float64]) -> float:
    """Mean size of the second difference along the first axis, pixels."""
    return float(np.abs(np.diff(places, 2, axis=0)).mean())
