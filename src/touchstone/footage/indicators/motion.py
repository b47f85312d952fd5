"""What changes from one frame to the next, and whether frames are missing, repeated or out of order."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_TILE = 16  # pixels
_CELL = 8  # pixels: means of cells hide noise, so that what is left is motion
_STILL = 0.25  # quantile of the tiles: of a picture a quarter or more usually stands still
_MEAN_OF_NORMAL = math.sqrt(2) * math.sqrt(2 / math.pi)  # mean absolute difference of two normal deviates of width 1
_LEAST_MOTION = 0.2  # levels: below it nothing moves
_REPEATED = 0.25  # of the motion around it
_AROUND = 4  # pairs on either side
_GAP = 1.6  # times the motion before and after
_NEARER = 0.75


class MotionMeter:
    """Gathers motion over consecutive frames; holds two small frames and one of full size at a time.

    Attributes:
        pairs: consecutive frames that could be compared (of equal size).
    """

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None
        self._cells: list[Plane] = []
        self._difference = 0.0
        self._duplicates = 0
        self._still: list[float] = []
        self._steps: list[float] = []
        self._order: list[bool] = []
        self.pairs = 0

    def add(self, luma: NDArray[np.uint8]) -> None:
        """Take the next frame's luma, uint8 ``[H, W]``."""
        before, self._before = self._before, luma
        if before is not None and before.shape != luma.shape:
            before = None
            self._cells = []
        self._place(luma)
        if before is None:
            return
        change = cv2.absdiff(luma, before)
        total = cv2.norm(change, cv2.NORM_L1)
        self._difference += total / luma.size
        self._duplicates += total == 0
        self.pairs += 1
        height, width = luma.shape[0] // _TILE, luma.shape[1] // _TILE
        if min(height, width) >= 1:
            part = change[: height * _TILE : 2, : width * _TILE].astype(np.float32)
            tiles = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
            self._still.append(float(np.quantile(tiles, _STILL)))

    def _place(self, luma: NDArray[np.uint8]) -> None:
        """Compare the frame with the one before and the one before that, by the means of cells without the frame's mean."""
        size = (max(1, luma.shape[1] // _CELL), max(1, luma.shape[0] // _CELL))
        cells = cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        cells -= cells.mean()
        earlier = self._cells
        self._cells = [*earlier[-1:], cells]
        if earlier:
            self._steps.append(float(np.abs(cells - earlier[-1]).mean()))
        if len(earlier) == 2:
            back = float(np.abs(cells - earlier[0]).mean())
            step = self._steps[-2]
            self._order.append(step > _LEAST_MOTION and back < _NEARER * step and self._steps[-1] > _LEAST_MOTION)

    @property
    def motion(self) -> float | None:
        """Mean absolute luma difference of consecutive frames, level; undefined below two frames."""
        return self._difference / self.pairs if self.pairs else None

    @property
    def duplicate_share(self) -> float | None:
        """Share of frames whose luma equals that of the one before exactly; undefined below two frames."""
        return self._duplicates / self.pairs if self.pairs else None

    @property
    def temporal_noise(self) -> float | None:
        """Standard deviation of what changes at random from frame to frame where the picture stands still, level.

        From the mean absolute difference of 16×16 tiles, of which a quarter changes less; median over pairs. Frames that were
        repeated, or whose still parts a codec copied, have none. Undefined below two frames of 16×16 pixels.
        """
        return float(np.median(self._still)) / _MEAN_OF_NORMAL if self._still else None

    @property
    def repeat_share(self) -> float | None:
        """Share of pairs that differ by less than a quarter of the pairs around them: repeated frames, also after coding again.

        Undefined below six frames.
        """
        if len(self._steps) < _AROUND + 1:
            return None
        repeats = 0
        for i, step in enumerate(self._steps):
            around = [*self._steps[max(0, i - _AROUND) : i], *self._steps[i + 1 : i + 1 + _AROUND]]
            usual = float(np.median(around))
            repeats += usual > _LEAST_MOTION and step < _REPEATED * usual
        return repeats / len(self._steps)

    @property
    def gap_share(self) -> float | None:
        """Share of pairs that differ 1.6 times more than the pairs before and after.

        Dropped frames, cuts, and frames that a codec began again. Undefined below four frames.
        """
        if len(self._steps) < 3:
            return None
        steps = np.array(self._steps)
        beside = np.maximum(steps[:-2], steps[2:])
        return float(np.mean((steps[1:-1] > _GAP * beside) & (steps[1:-1] > _LEAST_MOTION)))

    @property
    def disorder_share(self) -> float | None:
        """Share of frames that are nearer to the frame before the last than the last one is.

        Exchanged frames, and what swings back. Undefined below three frames.
        """
        return float(np.mean(self._order)) if self._order else None
