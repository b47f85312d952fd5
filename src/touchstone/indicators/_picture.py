"""One frame and what several indicators share: its luma, its gradients, its edges, its block transform."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ._transform import BlockTransform

Pixels = NDArray[np.uint8]

# Canny's thresholds on the Sobel magnitude (3×3, unscaled), the pair that most of its users take.
_CANNY_LOW, _CANNY_HIGH = 100, 200
# Blocks whose coefficients are kept for histograms.
_SAMPLED_BLOCKS = 4096


class Picture:
    """A frame with lazily computed parts, each computed once.

    Args:
        rgb: uint8 ``[H, W, 3]``.

    Attributes:
        rgb: the pixels.
        luma: BT.601 luma of the RGB values, uint8 ``[H, W]``.
    """

    def __init__(self, rgb: Pixels) -> None:
        self.rgb = rgb
        self.luma: Pixels = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)

    @property
    def height(self) -> int:
        """Pixels."""
        return self.luma.shape[0]

    @property
    def width(self) -> int:
        """Pixels."""
        return self.luma.shape[1]

    @cached_property
    def histogram(self) -> NDArray[np.int64]:
        """Pixels per luma level, ``[256]``."""
        return count_levels(self.luma)

    @cached_property
    def mean(self) -> float:
        """Mean luma."""
        return float(self.histogram @ np.arange(256)) / self.luma.size

    @cached_property
    def steps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sums of absolute luma steps from each column to the next, ``[W - 1]``, and from each row to the
        next, ``[H - 1]``."""
        across = cv2.absdiff(self.luma[:, 1:], self.luma[:, :-1]) if self.width > 1 else None
        down = cv2.absdiff(self.luma[1:], self.luma[:-1]) if self.height > 1 else None
        nothing = np.zeros(0, np.int64)
        return nothing if across is None else add_up(across, 0), nothing if down is None else add_up(down, 1)

    @cached_property
    def slopes(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Sobel derivatives to the right and downwards, unscaled (8 times the level per pixel), int16 ``[H,
        W]``."""
        across = cv2.Sobel(self.luma, cv2.CV_16S, 1, 0, ksize=3, borderType=cv2.BORDER_REPLICATE)
        down = cv2.Sobel(self.luma, cv2.CV_16S, 0, 1, ksize=3, borderType=cv2.BORDER_REPLICATE)
        return across.astype(np.int16, copy=False), down.astype(np.int16, copy=False)

    @cached_property
    def edges(self) -> Pixels:
        """Canny's edge pixels: 255 on an edge, 0 elsewhere, uint8 ``[H, W]``."""
        across, down = self.slopes
        edges = cv2.Canny(across, down, _CANNY_LOW, _CANNY_HIGH, L2gradient=True)
        return edges.astype(np.uint8, copy=False)

    @cached_property
    def blocks(self) -> BlockTransform | None:
        """The 8×8 block transform of the luma; ``None`` below 8×8 pixels."""
        return BlockTransform(self.luma, _SAMPLED_BLOCKS) if min(self.luma.shape) >= 8 else None


def count_levels(plane: Pixels) -> NDArray[np.int64]:
    """Pixels per level of a plane, ``[256]``."""
    counts = cv2.calcHist([plane], [0], None, [256], [0, 256])
    if plane.size < 1 << 24:  # calcHist counts in float32, exact up to here
        return counts.ravel().astype(np.int64)
    return np.bincount(plane.ravel(), minlength=256)


def add_up(plane: MatLike, axis: int) -> NDArray[np.int64]:
    """Sums of a plane along an axis: 0 gives one per column, 1 one per row."""
    # int32 holds the sum of 8 million pixels.
    return cv2.reduce(plane, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel().astype(np.int64)
