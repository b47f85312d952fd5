"""Sound and picture: the mouth runs ahead of its sound and falls behind, while the rest of the face keeps time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box

from ..clip import Clip
from ..intervention import Intervention
from ..region import Patch, change_part, mouth, nearest_boxes

_PERIOD = 1.0  # seconds in which the mouth goes ahead and falls behind once


def mouth_warp(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The mouth is that of another moment, up to ``dose`` milliseconds away, swinging once per second."""
    count, fps = len(clip.frames), float(clip.fps)
    at = np.arange(count) / fps
    away = dose / 1000 * np.sin(2 * np.pi * (at / _PERIOD + rng.uniform()))
    source = np.clip(np.rint((at + away) * fps), 0, count - 1).astype(int)
    boxes = nearest_boxes(clip.faces)

    def change(frame: NDArray[np.uint8], patch: Patch) -> NDArray[Any]:
        here, there = boxes[patch.index], boxes[source[patch.index]]
        assert isinstance(here, Box)
        assert isinstance(there, Box)
        return _at(clip.frames[source[patch.index]], frame, patch, mouth(here), mouth(there))

    return change_part(clip, "mouth", change)


def _at(other: NDArray[np.uint8], frame: NDArray[np.uint8], patch: Patch, here: Box, there: Box) -> NDArray[np.uint8]:
    """The pixels of the other frame that lie where the patch lies in this one, seen from the mouth."""
    down = round(there.y + there.height / 2 - here.y - here.height / 2)
    right = round(there.x + there.width / 2 - here.x - here.width / 2)
    height, width = frame.shape[:2]
    rows = np.clip(np.arange(patch.rows.start, patch.rows.stop) + down, 0, height - 1)
    columns = np.clip(np.arange(patch.columns.start, patch.columns.stop) + right, 0, width - 1)
    return other[np.ix_(rows, columns)]


INTERVENTIONS = (
    Intervention(name="mouth_warp", domain="av", unit="ms", doses=(80, 160, 320), limits=(0, 2000), region="mouth",
        change=mouth_warp,
        meaning="the mouth runs ahead of the rest and falls behind by up to this much, once per second",
        source="time warping"),
)  # fmt: skip
