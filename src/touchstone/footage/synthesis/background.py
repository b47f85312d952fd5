"""What is behind a person: a wall of some kind, lit by the same lamp, with the person's shadow on it."""

from __future__ import annotations

import numpy as np

from .draw import dice
from .light import Light
from .pixels import Map, blur, grain, moved_by, resized, slope

BACKGROUND_FAMILIES = ("plaster", "curtain", "panels", "shelf", "brick")
"""Kinds of background."""


class Background:
    """A background under a light.

    Args:
        family: one of :data:`BACKGROUND_FAMILIES`.
        seed: of its colours and its texture.
        light: of the scene.
        height: of the frame, pixels.
        width: of the frame, pixels.
        scale: pixels per unit.
    """

    def __init__(self, family: str, seed: int, light: Light, height: int, width: int, scale: float) -> None:
        rng = dice(seed, "background", family)
        albedo, relief = _MAKERS[family](rng, height, width, scale)
        across, down = slope(relief, 1.0)
        x, y, z = light.direction
        facing = np.clip((z - across * x - down * y) / np.sqrt(1 + across**2 + down**2), 0, None)
        # a near lamp lights its own side of the wall more
        v, u = np.mgrid[:height, :width].astype(np.float32)
        nearer = ((u / width - 0.5) * x * width / height + (v / height - 0.5) * y) * light.falloff
        lamp = facing * np.clip(0.9 + 1.4 * nearer, 0.15, None)
        self._direct = (albedo * lamp[..., None] * np.array(light.colour, np.float32)).astype(np.float32)
        self._room = (albedo * np.array(light.ambient, np.float32)).astype(np.float32)
        self._depth = float(rng.uniform(0.7, 1.5))
        self._light = light
        self._scale = scale

    def draw(self, cover: Map) -> Map:
        """The background with the shadow of what covers it.

        Args:
            cover: opacity of the person, ``[H, W]``.

        Returns:
            Linear colours ``[H, W, 3]``.
        """
        x, y, z = self._light.direction
        height, width = cover.shape
        small = resized(cover, width // 4, height // 4)
        reach = self._depth * self._scale / 4
        moved = moved_by(small, -x / z * reach, -y / z * reach, width // 4, height // 4)
        soft = max(0.6, self._light.softness * reach)
        shadow = resized(blur(moved, soft), width, height)
        return self._room + self._direct * (1 - 0.92 * shadow)[..., None]


def _paint(rng: np.random.Generator, low: float = 0.12, high: float = 0.55) -> Map:
    return (rng.uniform(low, high) * rng.uniform(0.7, 1.0, 3)).astype(np.float32)


def _plaster(rng: np.random.Generator, height: int, width: int, scale: float) -> tuple[Map, Map]:
    rough = grain(rng, (height, width), 1.0) * 0.10 + grain(rng, (height, width), 0.05 * scale) * 0.35
    stains = 1 + 0.05 * grain(rng, (height, width), 0.5 * scale) + 0.02 * grain(rng, (height, width), 0.7)
    return _paint(rng, 0.2, 0.55) * stains[..., None], rough


def _curtain(rng: np.random.Generator, height: int, width: int, scale: float) -> tuple[Map, Map]:
    u = np.arange(width, dtype=np.float32)[None, :] / scale
    v = np.arange(height, dtype=np.float32)[:, None] / scale
    sway = 0.15 * np.sin(0.8 * v + rng.uniform(0, 6)) + 0.25 * np.sin(0.9 * u + rng.uniform(0, 6))
    folds = np.sin(2 * np.pi * (u + sway) * rng.uniform(1.0, 2.0)) * 0.16 * scale
    weave = 1 + 0.05 * grain(rng, (height, width), 0.6)
    return _paint(rng) * weave[..., None], folds.astype(np.float32)


def _panels(rng: np.random.Generator, height: int, width: int, scale: float) -> tuple[Map, Map]:
    u = np.arange(width, dtype=np.float32)[None, :] / scale + rng.uniform(0, 1)
    board = rng.uniform(0.6, 1.1)
    number = np.floor(u / board).astype(np.int64)
    inside = (u / board) % 1
    fibres = grain(rng, (height, width), 1.0)
    fibres = blur(fibres, 0.8, 0.35 * scale)
    tones = rng.uniform(0.75, 1.25, int(number.max()) + 1).astype(np.float32)[number]
    seam = np.minimum(inside, 1 - inside) * board * scale
    relief = -2.0 * np.exp(-((seam / 1.5) ** 2)) + 0 * fibres
    wood = np.array([0.30, 0.18, 0.10], np.float32) * rng.uniform(0.6, 1.4)
    return wood * (tones * (1 + 0.12 * fibres / fibres.std()))[..., None], relief.astype(np.float32)


def _shelf(rng: np.random.Generator, height: int, width: int, scale: float) -> tuple[Map, Map]:
    albedo = np.empty((height, width, 3), np.float32)
    relief = np.zeros((height, width), np.float32)
    rise = round(rng.uniform(0.9, 1.3) * scale)
    board = max(3, round(0.09 * scale))
    top = -int(rng.integers(rise))
    while top < height:
        left = -int(rng.integers(20))
        albedo[max(top, 0) : top + rise] = 0.03
        while left < width:
            thick = round(rng.uniform(0.10, 0.30) * scale)
            tall = round(rng.uniform(0.62, 0.95) * (rise - board))
            x0, x1 = max(left, 0), max(min(left + thick, width), 0)
            y0, y1 = max(top + rise - board - tall, 0), max(min(top + rise - board, height), 0)
            colour = _paint(rng, 0.06, 0.45)
            if x1 > x0 and y1 > y0:
                albedo[y0:y1, x0:x1] = colour
                curve = np.linspace(-1, 1, x1 - x0, dtype=np.float32)
                relief[y0:y1, x0:x1] = 0.35 * thick * np.sqrt(1.02 - curve**2)[None, :]
                band = y0 + (y1 - y0) // 5
                albedo[band : band + max(2, rise // 18), x0:x1] = colour * 0.4 + 0.2
            left += thick + int(rng.integers(1, 3))
        y0, y1 = max(top + rise - board, 0), max(min(top + rise, height), 0)
        albedo[y0:y1] = np.array([0.22, 0.15, 0.09], np.float32)
        top += rise
    worn = 1 + 0.04 * grain(rng, (height, width), 0.8)
    return blur(albedo, 1.2) * worn[..., None], blur(relief, 1.2)


def _brick(rng: np.random.Generator, height: int, width: int, scale: float) -> tuple[Map, Map]:
    v, u = np.mgrid[:height, :width].astype(np.float32) / np.float32(scale)
    tall, long = 0.22, 0.62
    row = np.floor(v / tall).astype(np.int64)
    shifted = u / long + 0.5 * (row % 2)
    column = np.floor(shifted).astype(np.int64)
    edge = np.minimum(
        np.minimum((v / tall) % 1, 1 - (v / tall) % 1) * tall, np.minimum(shifted % 1, 1 - shifted % 1) * long
    )
    tones = rng.uniform(0.65, 1.3, (int(row.max()) + 1, int(column.max()) + 1)).astype(np.float32)[row, column]
    stone = np.clip((edge - 0.012) / 0.02, 0, 1)
    clay = np.array([0.36, 0.15, 0.10], np.float32) * rng.uniform(0.6, 1.3)
    rough = 1 + 0.08 * grain(rng, (height, width), 0.8)
    albedo = (
        np.array([0.38, 0.36, 0.33], np.float32) * (1 - stone[..., None]) + clay * (tones * stone)[..., None]
    ) * rough[..., None]
    relief = 0.03 * scale * stone + 0.3 * grain(rng, (height, width), 1.2)
    return albedo.astype(np.float32), relief.astype(np.float32)


_MAKERS = {"plaster": _plaster, "curtain": _curtain, "panels": _panels, "shelf": _shelf, "brick": _brick}
