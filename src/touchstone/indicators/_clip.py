"""All clip indicators of a window of consecutive frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.errors import UsageError
from touchstone.media import Sound

from ._motion import MotionMeter
from ._sound import silence_share, sound_level


class ClipMeter:
    """Measures a clip while it is decoded, in constant memory.

    >>> meter = ClipMeter()
    >>> for level in (10, 10, 14):
    ...     meter.add(np.full((16, 16), level, np.uint8))
    >>> meter.result(None)
    {'motion': 2.0, 'duplicate_share': 0.5, 'sound_level': None, 'silence_share': None}

    Attributes:
        frames: frames taken so far.
    """

    def __init__(self) -> None:
        self._motion = MotionMeter()
        self.frames = 0

    def add(self, luma: NDArray[np.uint8]) -> None:
        """Take the next frame of the window.

        Args:
            luma: uint8 ``[H, W]``, as :attr:`touchstone.media.Frame.luma` gives it; not to be changed
                afterwards.

        Raises:
            UsageError: not a plane of this kind.
        """
        if luma.dtype != np.uint8 or luma.ndim != 2 or luma.size == 0:
            raise UsageError(f"luma is uint8 [H, W], not {luma.dtype} {list(luma.shape)}")
        self._motion.add(luma)
        self.frames += 1

    def result(self, sound: Sound | None) -> dict[str, float | None]:
        """Measures of the frames so far and of the window's sound.

        Returns:
            Exactly the clip indicators of :data:`touchstone.domains.CLIP_INDICATORS`, in their order;
            ``None`` where the clip does not define one.
        """
        return {
            "motion": self._motion.motion,
            "duplicate_share": self._motion.duplicate_share,
            "sound_level": sound_level(sound),
            "silence_share": silence_share(sound),
        }
