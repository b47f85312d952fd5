"""How large a video may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what an untrusted file can make a worker do.

    Attributes:
        min_side: pixels that a frame has at least in each direction: block and edge measures need them.
        max_pixels: pixels that a frame has at most.
        max_frames: frames that a video has at most.
        max_duration: seconds that a video lasts at most.
    """

    min_side: int = 16
    max_pixels: int = 100_000_000
    max_frames: int = 1_000_000
    max_duration: float = 86_400.0
