"""One frame and what several indicators share: its luma, gradients and edges, its transforms, its regions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from touchstone.footage.media import Box, Pixels

from .spectrum import TileSpectrum
from .transform import BlockTransform, Slices

Measures = dict[str, float | None]
"""Indicators by their names; ``None`` where the picture does not define one."""

GREY_LEVELS = np.arange(256)
LINEAR: NDArray[np.float64] = np.where(
    GREY_LEVELS <= 0.04045 * 255, GREY_LEVELS / 255 / 12.92, ((GREY_LEVELS / 255 + 0.055) / 1.055) ** 2.4
)
"""Linear light of each level, 0–1 (IEC 61966-2-1, sRGB)."""

# Canny's thresholds on the Sobel magnitude (3×3, unscaled), the pair that most of its users take.
_CANNY_LOW, _CANNY_HIGH = 100, 200
# Blocks whose coefficients are kept for histograms.
_SAMPLED_BLOCKS = 4096

_SMALLEST = 24  # pixels: a smaller face has too few blocks and pixels to be measured
_GROWTH = 1.5  # hair, neck and the blending border of a swapped face are neither face nor background
_LEAST_BACKGROUND = 0.1  # of the frame


@dataclass(frozen=True, slots=True)
class Regions:
    """The two regions of a frame that are compared.

    Attributes:
        face: rows and columns of the face box inside the frame.
        surround: rows and columns of that box grown 1.5 times; what lies outside it is the background.
        background_pixels: pixels outside the surround; 0 where they are less than a tenth of the frame.
    """

    face: Slices
    surround: Slices
    background_pixels: int


class Picture:
    """A frame with lazily computed parts, each computed once.

    Args:
        rgb: uint8 ``[H, W, 3]``.
        face: where the face is, if one was found.
        luma: uint8 ``[H, W]``, full range; BT.601 luma of the RGB values where ``None``.

    Attributes:
        rgb: the pixels.
        luma: uint8 ``[H, W]``.
        regions: face and background; ``None`` without a face that is large enough to be measured.
    """

    def __init__(self, rgb: Pixels, face: Box | None = None, luma: Pixels | None = None) -> None:
        self.rgb = rgb
        if luma is None:
            luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        self.luma: Pixels = luma
        self.regions: Regions | None = find_regions(face, *self.luma.shape)

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
    def face_histogram(self) -> NDArray[np.int64] | None:
        """Pixels of the face per luma level, ``[256]``."""
        return None if self.regions is None else count_levels(self.luma[self.regions.face])

    @cached_property
    def background_histogram(self) -> NDArray[np.int64] | None:
        """Pixels of the background per luma level, ``[256]``; ``None`` where there is no face or hardly a background."""
        if self.regions is None or not self.regions.background_pixels:
            return None
        return self.histogram - count_levels(self.luma[self.regions.surround])

    @cached_property
    def mean(self) -> float:
        """Mean luma."""
        return float(self.histogram @ GREY_LEVELS) / self.luma.size

    @cached_property
    def steps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sums of absolute luma steps from each column to the next, ``[W - 1]``, and from each row to the next, ``[H - 1]``."""
        return step_sums(self.luma)

    @cached_property
    def slopes(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Sobel derivatives to the right and downwards, unscaled (8 times the level per pixel), int16 ``[H, W]``."""
        across = cv2.Sobel(self.luma, cv2.CV_16S, 1, 0, ksize=3, borderType=cv2.BORDER_REPLICATE)
        down = cv2.Sobel(self.luma, cv2.CV_16S, 0, 1, ksize=3, borderType=cv2.BORDER_REPLICATE)
        return across.astype(np.int16, copy=False), down.astype(np.int16, copy=False)

    @cached_property
    def laplacian(self) -> NDArray[np.int16]:
        """Laplacian over the 4 neighbours, int16 ``[H, W]``."""
        values = cv2.Laplacian(self.luma, cv2.CV_16S, ksize=1, borderType=cv2.BORDER_REPLICATE)
        return values.astype(np.int16, copy=False)

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

    @cached_property
    def face_blocks(self) -> NDArray[np.bool_] | None:
        """Which of the sampled blocks lie inside the face."""
        if self.blocks is None or self.regions is None:
            return None
        return self.blocks.inside(self.regions.face)

    @cached_property
    def background_blocks(self) -> NDArray[np.bool_] | None:
        """Which of the sampled blocks lie in the background."""
        if self.blocks is None or self.regions is None or not self.regions.background_pixels:
            return None
        return self.blocks.outside(self.regions.surround)

    @cached_property
    def spectrum(self) -> TileSpectrum | None:
        """Mean power spectrum of the luma's tiles; ``None`` below 16 pixels."""
        return TileSpectrum(self.luma) if min(self.luma.shape) >= 16 else None


def count_levels(plane: Pixels) -> NDArray[np.int64]:
    """Pixels per level of a plane, ``[256]``."""
    counts = cv2.calcHist([plane], [0], None, [256], [0, 256])
    if plane.size < 1 << 24:  # calcHist counts in float32, exact up to here
        return counts.ravel().astype(np.int64)
    return np.bincount(plane.ravel(), minlength=256)


def step_sums(plane: Pixels) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sums of absolute steps from each column to the next, ``[W - 1]``, and from each row to the next, ``[H - 1]``."""
    height, width = plane.shape
    nothing = np.zeros(0, np.int64)
    across = add_up(cv2.absdiff(plane[:, 1:], plane[:, :-1]), 0) if width > 1 else nothing
    down = add_up(cv2.absdiff(plane[1:], plane[:-1]), 1) if height > 1 else nothing
    return across, down


def add_up(plane: MatLike, axis: int) -> NDArray[np.int64]:
    """Sums of a plane along an axis: 0 gives one per column, 1 one per row."""
    # int32 holds the sum of 8 million pixels.
    return cv2.reduce(plane, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel().astype(np.int64)


def find_regions(face: Box | None, height: int, width: int) -> Regions | None:
    """Regions of a frame of ``height`` × ``width`` pixels.

    Returns:
        ``None`` without a face, and for one of which fewer than 24 pixels of a side lie inside the frame.
    """
    if face is None:
        return None
    inside = face.clipped(height, width)
    if min(inside[0].stop - inside[0].start, inside[1].stop - inside[1].start) < _SMALLEST:
        return None
    surround = face.scaled(_GROWTH).clipped(height, width)
    rest = height * width - area(surround)
    return Regions(inside, surround, rest if rest >= _LEAST_BACKGROUND * height * width else 0)


def area(window: Slices) -> int:
    """Pixels of a window."""
    rows, columns = window
    return (rows.stop - rows.start) * (columns.stop - columns.start)
