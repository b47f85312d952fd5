"""What changes from one frame to the next."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


class MotionMeter:
    """Gathers motion over consecutive frames; holds one frame at a time.

    Attributes:
        pairs: consecutive frames that could be compared (of equal size).
    """

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None
        self._difference = 0.0
        self._duplicates = 0
        self.pairs = 0

    def add(self, luma: NDArray[np.uint8]) -> None:
        """Take the next frame's luma, uint8 ``[H, W]``."""
        before, self._before = self._before, luma
        if before is None or before.shape != luma.shape:
            return
        total = cv2.norm(luma, before, cv2.NORM_L1)
        self._difference += total / luma.size
        self._duplicates += total == 0
        self.pairs += 1

    @property
    def motion(self) -> float | None:
        """Mean absolute luma difference of consecutive frames, level; undefined below two frames."""
        return self._difference / self.pairs if self.pairs else None

    @property
    def duplicate_share(self) -> float | None:
        """Share of frames whose luma equals that of the one before exactly; undefined below two frames."""
        return self._duplicates / self.pairs if self.pairs else None
