"""Time: one part of the picture is not steady: its brightness flickers, its place trembles."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import Intervention
from ..region import Patch, change_part


def _steps(shape: tuple[int, ...], size: float, rng: np.random.Generator) -> NDArray[Any]:
    """Random numbers per frame, mean 0 and root mean square ``size`` over the clip, in each column."""
    values = rng.standard_normal(shape)
    values -= values.mean(axis=0)
    return size * values / np.maximum(np.sqrt((values**2).mean(axis=0)), 1e-12)


def region_flicker(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The face is brighter or darker in each frame, ``dose`` percent root mean square."""
    gain = 1 + _steps((len(clip.frames),), dose / 100, rng)
    return change_part(clip, "face", lambda frame, patch: patch.cut(frame) * np.float32(gain[patch.index]))


def region_jitter(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The face is displaced in each frame, ``dose`` pixels root mean square along either axis."""
    move = _steps((len(clip.frames), 2), dose, rng)

    def change(frame: NDArray[np.uint8], patch: Patch) -> NDArray[Any]:
        right, down = move[patch.index]
        height, width = patch.weight.shape
        # Where each pixel of the patch comes from; parts from outside the patch come in, those from outside the frame repeat.
        matrix = np.array([[1, 0, patch.columns.start - right], [0, 1, patch.rows.start - down]])
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(frame, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)

    return change_part(clip, "face", change)


INTERVENTIONS = (
    Intervention(name="region_flicker", domain="tm", unit="%", doses=(2, 4, 10), limits=(0, 100), region="face",
        change=region_flicker,
        meaning="the face's brightness changes from frame to frame by this much (root mean square)",
        source="gain per frame"),
    Intervention(name="region_jitter", domain="tm", unit="px", doses=(0.5, 1, 2.5), limits=(0, 16), region="face",
        change=region_jitter,
        meaning="the face trembles against the rest by this much along either axis (root mean square)",
        source="subpixel shift per frame"),
)  # fmt: skip
