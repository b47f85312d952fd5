"""A head as a camera sees it: turned, its mouth opened, its lids lowered, and lit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchstone.footage.media import Box

from .head import HEAD_BOTTOM, HEAD_LEFT, HEAD_RIGHT, HEAD_TOP, LIDS, MOUTH_HALF, MOUTH_V, Head
from .light import Light
from .pixels import Map, blur, look_up, moved_by

_STEPS = 14
_REACH = 0.55  # units that a shadow on the face can be long


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a head is and what it does, in one frame.

    Attributes:
        x: of its centre in the frame, pixels.
        y: of its centre, pixels.
        yaw: turned to the left or right, radians.
        pitch: nodding, radians.
        roll: tilted, radians.
        mouth: opening of the lips, units.
        lids: 0 open to 1 closed.
    """

    x: float
    y: float
    yaw: float
    pitch: float
    roll: float
    mouth: float
    lids: float

    def place(self, u: float, v: float, scale: float) -> tuple[float, float]:
        """Where a point of the plane of the head's coordinates lies in the frame, without the turn in depth."""
        c, s = np.cos(self.roll), np.sin(self.roll)
        return float(self.x + scale * (u * c - v * s)), float(self.y + scale * (u * s + v * c))


def face_box(pose: Pose, scale: float, width: float) -> Box:
    """The face: from the upper brow to the chin, as wide as the face without the ears."""
    return _box(pose, scale, (-0.72 * width, 0.72 * width), (-0.45, 1.04 + 0.35 * pose.mouth), depth=0.6)


def mouth_box(pose: Pose, scale: float) -> Box:
    """The mouth: corner to corner, upper lip to lower lip."""
    return _box(
        pose, scale, (-1.1 * MOUTH_HALF, 1.1 * MOUTH_HALF), (MOUTH_V - 0.1, MOUTH_V + 0.14 + pose.mouth), depth=0.75
    )


def _box(pose: Pose, scale: float, sides: tuple[float, float], ends: tuple[float, float], *, depth: float) -> Box:
    """The box around an upright rectangle of the head: its left and right, its top and bottom, its distance in front."""
    du, dv = depth * np.sin(pose.yaw), -depth * np.sin(pose.pitch)
    corners = [pose.place(u + du, v + dv, scale) for u in sides for v in ends]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


class FacePainter:
    """Draws one head under one light.

    Args:
        head: sculpted.
        light: of the scene.
    """

    def __init__(self, head: Head, light: Light) -> None:
        self._head = head
        self._light = light
        lit = 1 - cast(head.relief, light, head.scale)
        # what reaches a point: normal and opacity in one map, shadows in another
        self._reach = np.dstack([lit, head.hollow]).astype(np.float32)

    def draw(self, pose: Pose, height: int, width: int) -> tuple[slice, slice, Map, Map]:
        """Rows and columns of the frame that the head lies in, its linear colours, and its opacity there."""
        head, scale = self._head, self._head.scale
        rows, columns = _around(pose, scale, height, width)
        u, v = self._unturned(pose, rows, columns)
        u, v, inner, teeth = _open(u, v, pose.mouth)
        x, y = (u - HEAD_LEFT) * scale - 0.5, (v - HEAD_TOP) * scale - 0.5
        surface = look_up(head.normal, x, y)
        step = round(pose.lids * (LIDS - 1))
        paint = look_up(head.albedo[step], x, y)
        reach = look_up(self._reach, x, y)
        colour = self._shade(pose, surface, paint, reach)
        colour = _cavity(colour, inner, teeth, self._light)
        return rows, columns, colour, np.ascontiguousarray(surface[..., 3])

    def _unturned(self, pose: Pose, rows: slice, columns: slice) -> tuple[Map, Map]:
        """Coordinates on the head of every pixel: the turn in depth is undone by two steps of a fixed point."""
        scale = self._head.scale
        dx = (np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] + 0.5 - pose.x) / scale
        dy = (np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + 0.5 - pose.y) / scale
        c, s = np.float32(np.cos(pose.roll)), np.float32(np.sin(pose.roll))
        across, down = dx * c + dy * s, -dx * s + dy * c
        yaw, pitch = np.float32(np.sin(pose.yaw)), np.float32(np.sin(pose.pitch))
        u, v = across, down
        for _ in range(2):
            z = look_up(self._head.depth, (u - HEAD_LEFT) * scale - 0.5, (v - HEAD_TOP) * scale - 0.5)
            u, v = across - yaw * z, down + pitch * z
        return u, v

    def _shade(self, pose: Pose, surface: Map, paint: Map, reach: Map) -> Map:
        toward = self._light.vector(pose.yaw, pose.pitch, pose.roll)
        # a little light passes around edges under the skin
        facing = surface[..., 0] * toward[0] + surface[..., 1] * toward[1] + surface[..., 2] * toward[2]
        lit = np.clip((facing + 0.12) / 1.12, 0, 1) * reach[..., 0]
        half = toward + np.array([0, 0, 1], np.float32)
        half /= np.linalg.norm(half)
        mirror = np.clip(surface[..., 0] * half[0] + surface[..., 1] * half[1] + surface[..., 2] * half[2], 0, 1)
        mirror = mirror * mirror
        mirror = mirror * mirror
        mirror = mirror * mirror
        mirror = mirror * mirror
        shine = 0.11 * paint[..., 3] * mirror * reach[..., 0]
        sky = reach[..., 1] * (0.85 - 0.25 * surface[..., 1])
        colour = np.empty_like(paint[..., :3])
        for channel in range(3):
            light, room = self._light.colour[channel], self._light.ambient[channel]
            colour[..., channel] = paint[..., channel] * (light * lit + room * sky) + light * shine
        return colour


def cast(relief: Map, light: Light, scale: float) -> Map:
    """Shadow that a relief casts on itself, 0 to 1, by walking from every point towards the light."""
    x, y, z = light.vector()
    flat = float(np.hypot(x, y))
    if flat < 1e-3:
        return np.zeros_like(relief)
    shade = np.zeros_like(relief)
    for step in range(1, _STEPS + 1):
        far = _REACH * step / _STEPS
        there = moved_by(relief, -x / flat * far * scale, -y / flat * far * scale, relief.shape[1], relief.shape[0])
        above = there - relief - far * z / flat
        soft = 0.015 + light.softness * far
        np.maximum(shade, np.clip(above / soft, 0, 1), out=shade)
    return blur(0.9 * shade, 0.012 * scale).astype(np.float32)


def _around(pose: Pose, scale: float, height: int, width: int) -> tuple[slice, slice]:
    reach = 0.12
    half = max(-HEAD_LEFT, HEAD_RIGHT) + reach
    box = Box(
        pose.x - half * scale,
        pose.y + (HEAD_TOP - reach) * scale,
        2 * half * scale,
        (HEAD_BOTTOM - HEAD_TOP + 2 * reach) * scale,
    )
    return box.clipped(height, width)


def _open(u: Map, v: Map, mouth: float) -> tuple[Map, Map, Map, Map]:
    """Where the skin of every point lies when the mouth is shut; how far inside the open mouth it is; and its teeth."""
    lip = np.clip(1 - (u / MOUTH_HALF) ** 2, 0, 1)
    upper = MOUTH_V - 0.18 * mouth * lip
    lower = MOUTH_V + 0.82 * mouth * lip
    edge = 0.014
    inner = np.clip((v - upper) / edge, 0, 1) * np.clip((lower - v) / edge, 0, 1) if mouth > 0.01 else np.zeros_like(v)
    below = np.clip(v - lower, 0, None)
    near = np.exp(-below / 0.20)
    jaw = 0.45 * mouth * np.clip(1 - (u / 0.75) ** 2, 0, 1)
    drop = (lower - MOUTH_V) * near + jaw * (1 - near)
    above = np.clip(upper - v, 0, None)
    rise = 0.18 * mouth * lip * np.exp(-above / 0.08)
    closed = np.where(v > lower, v - drop, np.where(v < upper, v + rise, MOUTH_V))
    teeth = (
        np.clip((upper + 0.055 - v) / 0.02, 0, 1) * np.clip((0.19 - np.abs(u)) / 0.05, 0, 1) * min(1.0, mouth / 0.10)
    )
    return u, closed.astype(np.float32), inner.astype(np.float32), teeth.astype(np.float32)


def _cavity(colour: Map, inner: Map, teeth: Map, light: Light) -> Map:
    if not inner.any():
        return colour
    share = inner[..., None]
    room = np.array(light.ambient, np.float32) + 0.35 * np.array(light.colour, np.float32)
    dark = np.array([0.060, 0.018, 0.016], np.float32) * room
    white = np.array([0.52, 0.48, 0.42], np.float32) * room
    mouth = dark + (white - dark) * (0.85 * teeth)[..., None]
    return colour + (mouth - colour) * share
