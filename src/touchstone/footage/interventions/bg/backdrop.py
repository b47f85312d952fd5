"""Background and lighting: what is behind the person is another place, another surface, or out of focus."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import Intervention
from ..region import Patch, change_part


def backdrop(height: int, width: int, rng: np.random.Generator) -> NDArray[Any]:
    """A made-up room out of focus: a wall lit from one side, a few blurred shapes; float32 ``[H, W, 3]``, 0 to 255."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(height, width)
    colour = rng.uniform(80, 180) * rng.uniform(0.85, 1.15, 3)
    angle = rng.uniform(0, 2 * np.pi)
    picture = colour * (1 + 0.5 * (np.cos(angle) * x + np.sin(angle) * y - 0.3))[..., None]
    for _ in range(6):
        left, top = rng.uniform(-0.1, 1, 2)
        wide, high = rng.uniform(0.08, 0.35, 2)
        inside = (np.abs(x - left) < wide / 2) & (np.abs(y - top) < high / 2)
        picture[inside] = 0.4 * picture[inside] + 0.6 * rng.uniform(30, 220) * rng.uniform(0.75, 1.25, 3)
    return cv2.GaussianBlur(np.clip(picture, 0, 255).astype(np.float32), (0, 0), 0.012 * max(height, width) + 0.5)


def replace_background(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Another place shows through what is behind the person, ``dose`` percent opaque."""
    other = backdrop(clip.frames.shape[1], clip.frames.shape[2], rng)
    opacity = dose / 100
    return change_part(clip, "background", lambda frame, _: (1 - opacity) * frame + opacity * other)


def pattern(height: int, width: int, rng: np.random.Generator) -> NDArray[Any]:
    """A surface of tiles of 24 pixels with the look of cloth, mean 0 and standard deviation 1, float32 ``[H, W]``."""
    side = 24
    tile = cv2.GaussianBlur(
        rng.standard_normal((side, side)).astype(np.float32), (0, 0), 1.2, borderType=cv2.BORDER_REFLECT
    )
    tile = (tile - tile.mean()) / tile.std()
    weave = np.sin(2 * np.pi * np.arange(side) / 6)
    tile = tile + 0.7 * weave[None, :] * weave[:, None]
    tile = (tile - tile.mean()) / tile.std()
    return np.tile(tile, (height // side + 1, width // side + 1))[:height, :width].astype(np.float32)


def smooth_background(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """A tiled surface of ``dose`` / 255 standard deviation lies over what is behind the person."""
    added = dose * pattern(clip.frames.shape[1], clip.frames.shape[2], rng)[..., None]
    return change_part(clip, "background", lambda frame, _: frame + added)


def background_blur(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """What is behind the person is out of focus: a Gaussian of ``dose`` pixels, which does not mix in the person."""
    if dose == 0:
        return replace(clip)

    def change(frame: NDArray[Any], patch: Patch) -> NDArray[Any]:
        weight = patch.weight + np.float32(1e-3)
        spread = cv2.GaussianBlur(frame * weight[..., None], (0, 0), dose)
        return spread / cv2.GaussianBlur(weight, (0, 0), dose)[..., None]

    return change_part(clip, "background", change)


INTERVENTIONS = (
    Intervention(name="replace_background", domain="bg", unit="%", doses=(35, 70, 100), limits=(0, 100),
        region="background", change=replace_background,
        meaning="what is behind head and shoulders is replaced by another place, this opaque, with another light and without "
        "noise",
        source="alpha compositing (Porter & Duff 1984) over a silhouette from the face's box"),
    Intervention(name="background_texture", domain="bg", unit="/255", doses=(4, 8, 16), limits=(0, 64),
        region="background", change=smooth_background,
        meaning="a repeating surface of this standard deviation covers what is behind the person",
        source="tiled texture"),
    Intervention(name="background_blur", domain="bg", unit="px", doses=(0.8, 1.6, 4), limits=(0, 32),
        region="background", change=background_blur,
        meaning="what is behind the person is blurred by a Gaussian of this standard deviation",
        source="normalised convolution (Knutsson & Westin 1993)"),
)  # fmt: skip
