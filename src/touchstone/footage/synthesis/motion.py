"""How a person moves: slow sway and turns, blinks, and a mouth that follows the voice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .face import Pose

MOUTH_RANGE = 0.28
"""Units between the lips at the widest opening."""


def move(
    times: NDArray[np.float64],
    opening: NDArray[np.float64],
    centre: tuple[float, float],
    scale: float,
    rng: np.random.Generator,
) -> list[Pose]:
    """Pose of the head in every frame.

    Args:
        times: seconds of the frames.
        opening: of the mouth in each, 0 to 1.
        centre: where the head is on average, pixels.
        scale: pixels per unit.
        rng: random numbers.
    """
    sway = [_wander(times, rng) for _ in range(5)]
    lids = _blinks(times, rng)
    turn = np.deg2rad(rng.uniform(-6, 6))
    nod = np.deg2rad(rng.uniform(-3, 3))
    tilt = np.deg2rad(rng.uniform(-4, 4))
    return [
        Pose(
            x=float(centre[0] + 0.10 * scale * sway[0][k]),
            y=float(centre[1] + 0.05 * scale * sway[1][k]),
            yaw=float(turn + np.deg2rad(7) * sway[2][k]),
            pitch=float(nod + np.deg2rad(4) * sway[3][k]),
            roll=float(tilt + np.deg2rad(3) * sway[4][k]),
            mouth=float(MOUTH_RANGE * opening[k]),
            lids=float(lids[k]),
        )
        for k in range(len(times))
    ]


def _wander(times: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """A smooth random path, mostly within ±1."""
    path = np.zeros_like(times)
    for hertz, size in ((0.23, 0.55), (0.61, 0.30), (1.3, 0.12)):
        path += size * np.sin(2 * np.pi * (hertz * rng.uniform(0.8, 1.2) * times + rng.random()))
    return path


def _blinks(times: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """How far the lids are closed; a blink takes a quarter of a second, one comes every two to four."""
    closed = np.zeros_like(times)
    at = rng.uniform(0.3, 2.2)
    while at < times[-1]:
        closed = np.maximum(closed, np.clip(1 - np.abs(times - at) / 0.11, 0, 1))
        at += rng.uniform(1.8, 4.0)
    return np.clip(1.4 * closed, 0, 1)
