"""Light: one source and the rest of the room, the same for everything in a scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .draw import dice
from .pixels import Map


@dataclass(frozen=True, slots=True)
class Light:
    """One lamp or window, and the light that the room throws back.

    Attributes:
        direction: unit vector towards the lamp: right, down, towards the camera.
        colour: linear RGB of the lamp, brightest channel 1, times its strength.
        ambient: linear RGB of the room's light, from everywhere.
        softness: width of the lamp over its distance; widens the shadows' edges.
        falloff: how much nearer surfaces get more of it; 0 for the sun.
    """

    direction: tuple[float, float, float]
    colour: tuple[float, float, float]
    ambient: tuple[float, float, float]
    softness: float
    falloff: float

    def vector(self, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Map:
        """The direction in the coordinates of something turned by these angles, in radians."""
        x, y, z = self.direction
        x, y = x * np.cos(roll) + y * np.sin(roll), -x * np.sin(roll) + y * np.cos(roll)
        x, z = x * np.cos(yaw) - z * np.sin(yaw), x * np.sin(yaw) + z * np.cos(yaw)
        y, z = y * np.cos(pitch) - z * np.sin(pitch), y * np.sin(pitch) + z * np.cos(pitch)
        return np.array([x, y, z], np.float32)


def draw_light(seed: int, take: int) -> Light:
    """The light of one take: a lamp above the horizon, within 60° of the camera's axis, 2800 to 7500 K."""
    rng = dice(seed, "light", take)
    across, up = np.deg2rad(rng.uniform(-55, 55)), np.deg2rad(rng.uniform(5, 45))
    direction = (np.sin(across) * np.cos(up), -np.sin(up), np.cos(across) * np.cos(up))
    warm = rng.uniform(0, 1)
    tint = np.array([1.0, 0.94, 0.84]) * (1 - warm) + np.array([0.88, 0.95, 1.0]) * warm
    # The room's light is what its walls throw back: near the lamp's colour, a little to the other side.
    room = tint * 0.6 + np.array([0.95, 0.97, 1.0]) * 0.4
    share = rng.uniform(0.18, 0.38)
    x, y, z = (float(a) for a in direction)
    r, g, b = (float(a) for a in tint * rng.uniform(0.85, 1.1))
    return Light(
        (x, y, z),
        (r, g, b),
        (float(room[0] * share), float(room[1] * share), float(room[2] * share)),
        softness=float(rng.uniform(0.06, 0.25)),
        falloff=float(rng.uniform(0.0, 0.5)),
    )
