"""Clips that doses are recovered on: a made-up talking head, and real ones where there are any."""

from __future__ import annotations

import os
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from touchstone.footage.interventions import Clip, read_clip
from touchstone.footage.media import Box

from ._base import Array

RATE = 16_000


def _surface(height: int, width: int, rng: np.random.Generator) -> Array:
    """A texture whose amplitudes fall as 1 / frequency, mean 0 and standard deviation 1."""
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = np.inf
    plane = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((height, width))) / frequency, (height, width))
    return plane / plane.std()


@lru_cache(maxsize=8)
def talking_head(count: int = 16, height: int = 128, width: int = 160, seed: int = 0) -> Clip:
    """A shaded head that moves and talks before a textured wall, with noise, and sound of syllables.

    The face is lit from the upper left, its mouth opens in an order that does not repeat.
    """
    rng = np.random.default_rng(seed)
    wall = np.array([95.0, 105.0, 115.0]) + 14 * _surface(height, width, rng)[..., None] + rng.uniform(-15, 15, 3)
    skin = _surface(height, width, rng)
    grain = rng.standard_normal((height, width))
    v, u = np.mgrid[0:height, 0:width].astype(float)
    openings = np.clip(
        cv2.GaussianBlur(rng.standard_normal((1, count + 8)), (0, 0), 1.0)[0, 4:-4] * 1.2 + 0.5, 0.05, 1.2
    )
    sway = cv2.GaussianBlur(rng.standard_normal((2, count + 40)), (0, 1), 6)[:, 20:-20] * 9
    frames, boxes = [], []
    for t in range(count):
        wide, high = 0.44 * width, 0.64 * height
        x, y = 0.5 * width + sway[0, t], 0.5 * height + sway[1, t] * 0.6
        p, q = (u + 0.5 - x) / (wide / 2), (v + 0.5 - y) / (high / 2)
        z = np.sqrt(np.clip(1.35 - p * p - q * q, 0.03, None))
        shade = np.clip(0.62 * z - 0.22 * p - 0.25 * q + 0.25, 0.12, 1.15)
        moved = np.array([[1, 0, sway[0, t]], [0, 1, sway[1, t] * 0.6]], np.float32)
        detail = cv2.warpAffine(skin * 3 + grain * 1.5, moved, (width, height), borderMode=cv2.BORDER_REFLECT)
        face = np.array([205.0, 160.0, 135.0]) * shade[..., None] + detail[..., None]
        for side in (-0.38, 0.38):
            eye = np.hypot((p - side) / 0.16, (q + 0.2) / 0.09) < 1
            face[eye] = 45
            brow = (np.abs(p - side) < 0.2) & (np.abs(q + 0.42) < 0.05)
            face[brow] *= 0.45
        lips = np.hypot(p / 0.34, (q - 0.52) / (0.06 + 0.2 * openings[t])) < 1
        face[lips] = np.array([120.0, 45.0, 50.0])
        teeth = np.hypot(p / 0.24, (q - 0.52) / (0.01 + 0.1 * openings[t])) < 1
        face[teeth] = np.array([225.0, 220.0, 205.0]) * (0.4 + 0.6 * min(1, openings[t]))
        edge = np.clip((1.1 - np.hypot(p / 1.0, q)) / 0.06, 0, 1)[..., None]
        body = ((np.abs((u - x) / (0.48 * width)) ** 3 + np.abs((v - y - 1.02 * high) / (0.5 * high)) ** 3) < 1)[
            ..., None
        ]
        ground = np.where(body, np.array([52.0, 60.0, 92.0]) + 5 * detail[..., None], wall)
        picture = ground * (1 - edge) + face * edge
        picture = cv2.GaussianBlur(picture, (0, 0), 0.55) + rng.normal(0, 2.0, picture.shape)
        frames.append(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
        boxes.append(Box(x - wide / 2, y - high / 2, wide, high))
    return Clip(np.stack(frames), Fraction(25), tuple(boxes), _voice(max(2.0, count / 25), rng), RATE)


def _voice(seconds: float, rng: np.random.Generator) -> Array:
    """Syllables: harmonics of a moving pitch and breath, at irregular moments, with noise under them."""
    count = round(seconds * RATE)
    at = np.arange(count) / RATE
    pitch = 130 + 25 * np.cumsum(rng.standard_normal(count)) / np.sqrt(RATE)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = sum(np.sin(k * phase) / k for k in range(1, 40))
    breath = rng.standard_normal(count)
    loud = np.zeros(count)
    moment = 0.0
    while moment < seconds:
        loud += rng.uniform(0.3, 1) * np.exp(-(((at - moment) / rng.uniform(0.03, 0.08)) ** 2))
        moment += rng.uniform(0.1, 0.3)
    return (0.08 * loud * (tone + 0.6 * breath) + 0.004 * rng.standard_normal(count)).astype(np.float32)


def shared() -> Path | None:
    """The folder of real clips, named by TOUCHSTONE_SHARED or beside the project; ``None`` where there is none."""
    named = os.environ.get("TOUCHSTONE_SHARED")
    folder = (Path(named) if named else Path(__file__).resolve().parents[3] / "shared") / "footage"
    return folder if folder.is_dir() else None


def find_faces(frames: Array) -> list[Box | None]:
    """Frontal faces by OpenCV's cascade, held steady over five frames."""
    detector = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"))
    raw = []
    for frame in frames:
        grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
        hits = detector.detectMultiScale(grey, 1.1, 5, minSize=(len(grey) // 6, len(grey) // 6))
        raw.append(max(hits, key=lambda hit: hit[2]) if len(hits) else None)
    placed = [i for i, hit in enumerate(raw) if hit is not None]
    boxes: list[Box | None] = []
    for i in range(len(raw)):
        near = sorted(placed, key=lambda j: abs(j - i))[:5]
        boxes.append(Box(*np.mean([raw[j] for j in near], axis=0).tolist()) if near else None)
    return boxes


def real_clip(path: Path, seconds: float = 2.0, max_side: int = 360) -> Clip:
    """The middle of a real clip, with its face."""
    return read_clip(path, seconds=seconds, max_side=max_side, faces=find_faces)
