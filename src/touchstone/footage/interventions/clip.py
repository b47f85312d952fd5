"""A clip in memory: what an intervention takes and gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a clip is stored once everything else was done to it.

    Attributes:
        suffix: ending of the file's name; decides the container.
        codec: encoder of the picture, as FFmpeg names it.
        options: settings of that encoder.
        pixel_format: how samples are stored, as FFmpeg names it.
        sound_codec: encoder of the sound; the container's usual one where ``None``.
        bits: bits per second that the encoder aims at, where it is not steered by quality.
    """

    suffix: str = ".mp4"
    codec: str = "libx264"
    options: Mapping[str, str] = field(default_factory=lambda: {"crf": "18"})
    pixel_format: str = "yuv420p"
    sound_codec: str | None = None
    bits: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Decoded pictures with their sound.

    Attributes:
        frames: uint8 RGB ``[T, H, W, 3]``; never changed in place.
        fps: frames per second.
        faces: where the face is, one box per frame, ``None`` where there is none or none was looked for.
        sound: float32 ``[n]`` in [-1, 1], from the first frame on; ``None`` where there is none.
        rate: samples per second of the sound.
        encoding: how the clip is stored in the end.
    """

    frames: NDArray[np.uint8]
    fps: Fraction
    faces: tuple[Box | None, ...]
    sound: NDArray[np.float32] | None = None
    rate: int = 16_000
    encoding: Encoding = field(default_factory=Encoding)

    @property
    def duration(self) -> float:
        """Seconds of picture."""
        return float(len(self.frames) / self.fps)
