"""Neck and shoulders: a layer behind the head, lit once."""

from __future__ import annotations

import numpy as np

from .head import ease, normals
from .light import Light
from .person import Person
from .pixels import Map, blur

BODY_LEFT, BODY_TOP, _RIGHT, _BOTTOM = -3.2, 0.3, 3.2, 4.0
"""Extent, in the head's units from the head's centre."""


def draw_body(person: Person, light: Light, scale: float) -> tuple[Map, Map]:
    """Linear colours ``[h, w, 3]`` and opacity ``[h, w]`` of neck and shoulders."""
    width, height = round((_RIGHT - BODY_LEFT) * scale), round((_BOTTOM - BODY_TOP) * scale)
    u = (BODY_LEFT + (np.arange(width, dtype=np.float32) + 0.5) / scale)[None, :]
    v = (BODY_TOP + (np.arange(height, dtype=np.float32) + 0.5) / scale)[:, None]
    ground = np.random.default_rng(person.texture + 1)
    across = np.abs(u)
    neck_half = (0.46 + 0.06 * person.jaw) * person.width + 0.30 * np.clip((v - 1.02) / 0.5, 0, None) ** 2
    neck = np.sqrt(np.clip(1 - (across / neck_half) ** 2, 0, 1)) * 0.42
    slope = 1.27 + 0.30 * np.clip(across - 0.40, 0, None) ** 1.15
    round_off = np.clip((across - 1.55) / 0.55, 0, 1) ** 2 * 0.8
    shoulder = np.clip((v - slope - round_off) / 0.55, 0, 1)
    trunk = 0.85 * np.sqrt(1 - (1 - shoulder) ** 2) * np.sqrt(np.clip(1 - (across / 2.25) ** 4, 0, 1))
    collar = v > 1.33 - 0.13 * np.cos(u * 2.6) * (across < 0.9) - 0.02
    folds = blur(ground.standard_normal((height, width), dtype=np.float32), 0.16 * scale, 0.5 * scale)
    relief = np.maximum(neck, trunk) + 0.035 * folds / folds.std() * (trunk > 0)
    cover = ((neck > 0.02) | (trunk > 0.02)).astype(np.float32)
    weave = 1 + 0.10 * ground.standard_normal((height, width), dtype=np.float32)
    stripes = 1 + (0.25 * np.sign(np.sin(v * (9 + person.texture % 7))) if person.texture % 3 == 0 else 0)
    cloth = np.array(person.clothes, np.float32) * (weave * stripes)[..., None]
    skin = np.broadcast_to(np.array(person.skin, np.float32) * 0.95, cloth.shape)
    dressed = blur((collar & (trunk > 0.02)).astype(np.float32), 0.6)[..., None]
    paint = skin + (cloth - skin) * dressed
    relief = relief + 0.03 * dressed[..., 0]
    normal = normals(blur(relief.astype(np.float32), 0.04 * scale).astype(np.float32), scale)
    lit = np.clip(normal @ light.vector(), 0, 1)
    # the head keeps the light from the neck below it
    x, _, z = light.direction
    under = np.exp(-(((u + 0.5 * x / z) / 0.75) ** 2)) * (1 - ease(v, 1.0, 1.45))
    lit = lit * (1 - 0.75 * under)
    sky = 0.55 + 0.45 * ease(v, 0.95, 1.7)
    colour = paint * (
        lit[..., None] * np.array(light.colour, np.float32) + sky[..., None] * np.array(light.ambient, np.float32)
    )
    return colour.astype(np.float32), blur(cover, 0.7).astype(np.float32)
