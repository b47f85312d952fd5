"""The head of a person, sculpted and painted once, in its own coordinates.

The unit is about 10 cm: ``u`` to the right, ``v`` downwards, ``z`` towards the camera, the origin between the eyes and
slightly below. The crown lies at v = −1.15, the eyes at −0.05, the mouth at 0.60, the chin at 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .person import Person
from .pixels import Map, blur, grain, slope

HEAD_LEFT, HEAD_TOP, HEAD_RIGHT, HEAD_BOTTOM = -1.25, -1.45, 1.25, 1.45
"""Extent of the maps, in units."""
MOUTH_V, MOUTH_HALF = 0.60, 0.27
EYE_U, EYE_V = 0.325, -0.05
LIDS = 7
"""Steps from an open eye to a closed one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """Maps over the head's own coordinates, ``[h, w]`` or ``[h, w, c]``, float32.

    Attributes:
        scale: pixels per unit.
        normal: outward normals with, as fourth channel, opacity.
        albedo: for each step of the lids: linear reflectance with, as fourth channel, gloss.
        depth: height above the plane of the ears, in units; smooth, for turning the head.
        relief: the same with every feature, for the shadows that the face casts on itself.
        hollow: ambient light that reaches the surface, 0 to 1.
    """

    scale: float
    normal: Map
    albedo: tuple[Map, ...]
    depth: Map
    relief: Map
    hollow: Map


def sculpt(person: Person, scale: float) -> Head:
    """The head of a person at ``scale`` pixels per unit."""
    width, height = round((HEAD_RIGHT - HEAD_LEFT) * scale), round((HEAD_BOTTOM - HEAD_TOP) * scale)
    u = (HEAD_LEFT + (np.arange(width, dtype=np.float32) + 0.5) / scale)[None, :]
    v = (HEAD_TOP + (np.arange(height, dtype=np.float32) + 0.5) / scale)[:, None]
    ground = np.random.default_rng(person.texture)
    skull, inside = _skull(person, u, v)
    features = _features(person, u, v)
    # Features fade towards the outline, where the surface turns away.
    face = skull + features * np.clip(skull / 0.45, 0, 1)
    hair, thickness, strands = _hair(person, u, v, ground, scale)
    pores = grain(ground, face.shape, 1.2) * 0.0012 + grain(ground, face.shape, 3.0) * 0.0016
    relief = face + pores * (1 - hair) + thickness
    outline = np.clip((inside - 0.5) * 12 + 0.5, 0, 1)
    covered = np.maximum(outline, hair)
    normal = normals(relief, scale)
    bent = normal[..., 0] + strands * 0.35 * hair
    normal[..., 0] = bent
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    blurred = blur(relief, 0.09 * scale)
    hollow = np.clip(1 + 3.2 * (relief - blurred), 0.35, 1.0)
    skin, gloss = _skin(person, u, v, ground, scale)
    # Beyond the outline of the skull only hair can be seen, however thin it lies there.
    share = np.where(outline < 0.9, np.maximum(hair, np.minimum(hair * 20, 1) * (1 - outline)), hair)
    paint = _mix(skin, np.array(person.hair, np.float32) * (1 + 0.5 * strands[..., None]), share)
    gloss = gloss * (1 - share) + 0.25 * share
    faces = tuple(
        np.dstack([*_eyes(person, u, v, paint, gloss, closed=step / (LIDS - 1))]).astype(np.float32)
        for step in range(LIDS)
    )
    return Head(
        scale=scale,
        normal=np.dstack([normal, covered]).astype(np.float32),
        albedo=faces,
        depth=blur(skull + 0.8 * features * np.clip(skull / 0.45, 0, 1), 0.04 * scale).astype(np.float32),
        relief=relief.astype(np.float32),
        hollow=hollow.astype(np.float32),
    )


def _bump(u: Map, v: Map, centre: tuple[float, float], spread: tuple[float, float]) -> Map:
    return np.exp(-(((u - centre[0]) / spread[0]) ** 2) - ((v - centre[1]) / spread[1]) ** 2)


def _pair(u: Map, v: Map, centre: tuple[float, float], spread: tuple[float, float]) -> Map:
    return _bump(np.abs(u), v, centre, spread)


def ease(x: Map, low: float, high: float) -> Map:
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _skull(person: Person, u: Map, v: Map) -> tuple[Map, Map]:
    """Height of the bare head, and how far inside the outline a point is (0.5 on it)."""
    narrowing = (0.27 - 0.15 * person.jaw) * ease(v, 0.0, 1.0)
    half = (0.80 - narrowing) * person.width
    up = np.where(v < -0.1, np.abs((v + 0.1) / 1.05), np.abs((v + 0.1) / 1.12))
    across = np.abs(u) / half
    power = 2.0 + (0.3 + 0.5 * person.jaw) * ease(v, -0.5, 0.3)
    rho = across**power + up**power
    ears = np.clip(1 - ((np.abs(u) - 0.80 * person.width) / 0.085) ** 2 - ((v - 0.08) / 0.24) ** 2, 0, 1)
    height = 0.92 * np.clip(1 - rho, 0, 1) ** 0.46
    height = np.maximum(height, 0.16 * np.sqrt(ears))
    inside = 1 - 0.5 * np.minimum(rho, np.where(ears > 0, 1 - 0.5 * ears, 9))
    return height.astype(np.float32), inside.astype(np.float32)


def _features(person: Person, u: Map, v: Map) -> Map:
    """What stands out of, or sinks into, the bare head."""
    e = EYE_U * person.eyes
    along = np.clip((v + 0.18) / 0.52, 0, 1)
    bridge = (0.05 + 0.15 * along**1.2) * np.exp(-((u / (0.085 + 0.03 * along)) ** 2))
    bridge = bridge * ease(v, -0.34, -0.12) * (1 - ease(v, 0.34, 0.44))
    fold = np.abs(u) - (0.16 + 0.19 * np.clip((v - 0.34) / 0.3, 0, 1))
    folds = np.exp(-((fold / 0.035) ** 2)) * ease(v, 0.32, 0.42) * (1 - ease(v, 0.58, 0.72))
    shape = (
        -0.105 * _pair(u, v, (e, -0.07), (0.20, 0.12))
        + 0.050 * _pair(u, v, (e, -0.04), (0.13, 0.085)) * person.eye_size
        + 0.060 * _pair(u, v, (0.30, -0.27), (0.25, 0.07))
        + person.nose
        * (bridge + 0.11 * _bump(u, v, (0, 0.31), (0.10, 0.085)) + 0.075 * _pair(u, v, (0.115, 0.355), (0.062, 0.055)))
        - 0.035 * _bump(u, v, (0, 0.48), (0.03, 0.05))
        + 0.055 * person.lips * _bump(u, v, (0, MOUTH_V - 0.05), (0.21, 0.048))
        + 0.070 * person.lips * _bump(u, v, (0, MOUTH_V + 0.065), (0.18, 0.055))
        - 0.045 * _bump(u, v, (0, MOUTH_V), (0.25, 0.016))
        - 0.050 * _bump(u, v, (0, 0.765), (0.20, 0.05))
        + 0.080 * _bump(u, v, (0, 0.90), (0.18, 0.12))
        + 0.060 * _pair(u, v, (0.46, 0.13), (0.20, 0.15))
        - 0.040 * _pair(u, v, (0.50, 0.50), (0.16, 0.18))
        - 0.014 * folds
    )
    return shape.astype(np.float32)


def normals(relief: Map, scale: float) -> Map:
    across, down = slope(relief, scale)
    normal = np.dstack([-across, -down, np.ones_like(relief)])
    return (normal / np.linalg.norm(normal, axis=-1, keepdims=True)).astype(np.float32)


def _hair(person: Person, u: Map, v: Map, ground: np.random.Generator, scale: float) -> tuple[Map, Map, Map]:
    """Coverage, thickness above the skin, and light and dark strands."""
    shape = np.broadcast_shapes(u.shape, v.shape)
    fringe = grain(ground, shape, 0.05 * scale) * 0.013
    line = -0.62 * person.hairline - 0.30 * (1 - (np.abs(u) / 0.62) ** 2)
    side = 0.66 + 0.05 * np.cos(3 * v)
    crown = ((u / (0.90 * person.width)) ** 2 + ((v + 0.12) / 1.17) ** 2) < 1 + fringe
    top = v < line + fringe
    down = 0.05 + 1.05 * person.length
    sides = (np.abs(u) > side + fringe) & (v < down + 4 * fringe + 0.10 * (1 - ((np.abs(u) - 0.85) / 0.2) ** 2))
    outer = np.abs(u) < 0.93 * person.width + 0.10 * person.length * ease(v, -0.4, 0.6) + 0.6 * fringe
    curtain = sides & outer & (v > -0.35) if person.length > 0.3 else np.zeros(shape, bool)
    ear = ((np.abs(u) - 0.80 * person.width) / 0.10) ** 2 + ((v - 0.10) / 0.24) ** 2 < 1
    short = sides & crown & (v < 0.16 - 0.9 * (np.abs(u) - 0.66)) & ~ear
    mask = ((crown & (top | short)) | curtain).astype(np.float32)
    hair = blur(mask, max(0.6, 0.012 * scale))
    # Strands run from the parting outwards, then down.
    radial = ground.standard_normal((1, 720), dtype=np.float32)
    radial = blur(radial, 1.3)
    radial = radial / radial.std()
    angle = np.arctan2(u * 1.1, -(v + 0.2)) if person.length < 0.3 else np.arctan2(u, 0.9 - v)
    wavy = angle + (0.05 if person.length < 0.3 else 0.03) * grain(ground, shape, 0.12 * scale)
    strands = radial[0, (wavy / (2 * np.pi) * 720).astype(np.int32) % 720]
    strands = blur(strands * 0.75 + 0.25 * grain(ground, shape, 0.8), 0.6)
    thickness = 0.10 * blur(mask, 0.07 * scale)
    return hair, thickness.astype(np.float32), np.clip(strands, -1.6, 1.6).astype(np.float32)


def _skin(person: Person, u: Map, v: Map, ground: np.random.Generator, scale: float) -> tuple[Map, Map]:
    """Linear reflectance ``[h, w, 3]`` with lips, brows, nostrils, and gloss ``[h, w]``; no eyes yet."""
    shape = np.broadcast_shapes(u.shape, v.shape)
    mottle = (
        0.045 * grain(ground, shape, 0.10 * scale)
        + 0.035 * grain(ground, shape, 0.03 * scale)
        + 0.03 * grain(ground, shape, 0.8)
    )
    skin = np.array(person.skin, np.float32) * (1 + mottle[..., None])
    blush = 0.35 * _pair(u, v, (0.45, 0.22), (0.20, 0.17)) + 0.30 * _bump(u, v, (0, 0.31), (0.13, 0.11))
    skin = skin * (1 - blush[..., None] * np.array([-0.06, 0.22, 0.20], np.float32))
    around = _pair(u, v, (EYE_U * person.eyes, -0.04), (0.19, 0.12))
    skin = skin * (1 - 0.22 * around[..., None] * np.array([0.8, 1.0, 0.9], np.float32))
    if person.freckles:
        spots = ease(grain(ground, shape, 0.015 * scale), 1.5, 2.2) * _pair(u, v, (0.3, 0.18), (0.35, 0.2))
        skin = skin * (1 - 0.4 * person.freckles * spots[..., None])
    if person.stubble:
        beard = ease(v, 0.30, 0.62) * (1 - 0.9 * _bump(u, v, (0, MOUTH_V + 0.01), (0.25, 0.10)))
        hairs = 0.75 + 0.35 * np.clip(grain(ground, shape, 0.7), -1, 1)
        skin = _mix(skin, person.hair, 0.55 * person.stubble * beard * hairs)
    gloss = 0.45 + 0.35 * _bump(u, v, (0, -0.4), (0.4, 0.25)) + 0.5 * _bump(u, v, (0, 0.2), (0.12, 0.25))
    # lips
    x = np.clip(u / MOUTH_HALF, -1, 1)
    full = np.clip(1 - x**2, 0, 1)
    bow = 0.075 * person.lips * full**0.6 * (1 - 0.30 * np.exp(-((u / 0.05) ** 2)))
    under = 0.105 * person.lips * full**0.6
    lips = ease(v, MOUTH_V - 0.012, MOUTH_V + 0.012) * (1 - ease(v - (MOUTH_V + under), -0.015, 0.015))
    lips = lips + (1 - ease(v, MOUTH_V - 0.012, MOUTH_V + 0.012)) * ease(v - (MOUTH_V - bow), -0.015, 0.015)
    lips = lips * (np.abs(u) < MOUTH_HALF)
    dark = np.array(person.skin, np.float32) * np.array([0.80, 0.40, 0.42], np.float32)
    skin = _mix(skin, dark, 0.9 * lips)
    gloss = gloss * (1 - lips) + 0.8 * lips
    line = np.exp(-(((v - MOUTH_V) / 0.014) ** 2)) * ease(1 - np.abs(u) / (MOUTH_HALF + 0.02), 0, 0.12)
    skin = skin * (1 - 0.75 * line[..., None])
    nostrils = np.exp(-(((np.abs(u) - 0.075) / 0.042) ** 2) - ((v - 0.405) / 0.022) ** 2)
    skin = skin * (1 - 0.85 * nostrils[..., None])
    # brows
    e = EYE_U * person.eyes
    arc = -0.285 + 0.16 * ((np.abs(u) - e - 0.03) ** 2) / 0.09
    thick = 0.036 * person.brows * (1.15 - 0.9 * np.clip((np.abs(u) - e) / 0.25, 0, 1))
    ends = ease(np.abs(u), 0.10, 0.16) * (1 - ease(np.abs(u), 0.50, 0.58))
    tufts = 0.8 + 0.3 * np.clip(grain(ground, shape, 0.8), -1, 1)
    brow = np.exp(-(((v - arc) / thick) ** 2)) * ends * tufts
    skin = _mix(skin, np.array(person.hair, np.float32) * 0.8, np.clip(0.92 * brow, 0, 1))
    return skin.astype(np.float32), gloss.astype(np.float32)


def _mix(under: Map, over: object, share: Map) -> Map:
    return under + (np.asarray(over, np.float32) - under) * share[..., None]


def _eyes(person: Person, u: Map, v: Map, paint: Map, gloss: Map, *, closed: float) -> tuple[Map, Map]:
    """The painted face with its eyes open (``closed`` 0) to shut (1)."""
    e, size = EYE_U * person.eyes, person.eye_size
    x = (np.abs(u) - e) / (0.150 * size)
    arch = np.clip(1 - x**2, 0, 1)
    upper = EYE_V + (-0.078 * (1 - closed) + 0.035 * closed) * size * arch**0.75
    lower = EYE_V + 0.045 * size * arch
    soft = 0.012
    opening = ease(v - upper, -soft, soft) * (1 - ease(v - lower, -soft, soft)) * (arch > 0)
    away = np.hypot(np.abs(u) - e, v - (EYE_V - 0.012))
    iris = 1 - ease(away, 0.070 * size, 0.082 * size)
    pupil = 1 - ease(away, 0.026, 0.038)
    rim = np.exp(-(((away - 0.075 * size) / 0.012) ** 2))
    ball = np.broadcast_to(np.array([0.55, 0.51, 0.48], np.float32), paint.shape) * (
        1 - 0.25 * np.abs(x)[..., None] ** 3
    )
    ball = _mix(ball, person.iris, iris)
    ball = ball * (1 - 0.6 * (rim * iris)[..., None])
    ball = ball * (1 - 0.95 * pupil[..., None])
    shade = 1 - 0.55 * np.exp(-(((v - upper) / 0.028) ** 2))
    face = _mix(paint, ball * shade[..., None], opening)
    lash = np.exp(-(((v - upper + 0.006) / 0.017) ** 2)) * ease(arch, 0.0, 0.2)
    crease = np.exp(-(((v - (EYE_V - 0.125 * size * (0.35 + 0.65 * arch))) / 0.012) ** 2)) * ease(arch, 0.05, 0.5)
    below = np.exp(-(((v - lower - 0.004) / 0.012) ** 2)) * ease(arch, 0.0, 0.2)
    face = face * (1 - 0.85 * lash[..., None]) * (1 - 0.30 * crease[..., None]) * (1 - 0.35 * below[..., None])
    return face.astype(np.float32), (gloss * (1 - opening) + 0.12 * opening).astype(np.float32)
