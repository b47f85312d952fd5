"""Was a whole clip enlarged, and by how much? The trace of interpolation, summed with its phase over frames."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

_EVERY = 5  # frames: neighbours repeat the same rounding
_FRAMES = 8
_SHORTEST = 192  # pixels: shorter lines do not part the line from those of blocks
_LONGEST = 4096  # pixels: longer ones take too much memory
_TOGETHER = 4  # rows: their mean has less of the noise of rounding
_MOST = 230_400  # pixels in rows, and in columns: all of 1280×720
_AROUND = 25  # pixels: of the mean that evens out contrast
_FAINT = 0.25  # level: weaker detail is not made stronger
_LOWEST, _HIGHEST = 0.3, 0.91  # cycles per pixel: 1 / factor
_HALF = 0.12  # cycles per pixel: how far from the mirror waves are paired
_FIRST = _LOWEST / 2 - _HALF  # cycles per pixel: the lowest wave of any pair
_SECOND_DIFFERENCE = np.array([[-0.5, 1, -0.5]], np.float32)

_NEAR = 41  # steps of the spectrum: where chance is measured
_RING = np.array([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]) / 10  # beyond a line: hills of the scene
_MEDIAN, _MEAN = np.sqrt(np.log(4)), np.sqrt(np.pi / 2)  # of the modulus of complex chance whose parts have deviation 1
_SIXTEENTHS = np.arange(4, 16) / 16  # where blocks of 16, 8 and 4 pixels make lines
_LINE = 3.2  # steps of the shorter side's spectrum: how far these reach
_TOP = 0.875  # cycles per pixel: above, blocks moved by a pan make lines of their own
_CLEAR = 3.2  # deviations of chance, in rows and in columns: more than a single frame ever has
_WEAK = 1.6  # the same, of a line whose repetition is clear
_SURE = 2.35  # the same, of what chance would be if it added up over all frames as enlargement does
_ENOUGH = 5  # frames: of fewer, the chance of one is not outnumbered


class _Sums:
    """Of the frames so far, along one side of them."""

    def __init__(self, length: int) -> None:
        self.length = length
        count = len(_sums_of(length))
        self.total: NDArray[np.complex64] = np.zeros(count, np.complex64)
        self.apart: NDArray[np.float64] = np.zeros(count)
        self.limit: NDArray[np.float64] = np.zeros(count)

    def add(self, products: NDArray[np.complex64], most: NDArray[np.float64]) -> None:
        self.total += products
        self.apart += np.abs(products)
        self.limit += most

    def against_chance(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """What is coherent in the phase of enlargement: in deviations of chance, of chance in step, as a share of the most."""
        phase = -np.exp(-1j * np.pi * _sums_of(self.length) / self.length)
        signed = np.maximum(np.real(self.total * phase), 0)
        modulus = np.abs(self.total).astype(np.float64)
        return signed / _chance(modulus), signed / _chance(self.apart), signed / np.maximum(self.limit, 1e-9)


class EnlargementMeter:
    """Enlargement of the frames of a clip; keeps a few sums, whatever the length.

    A picture of w columns that is interpolated to W has, in each row, waves in pairs whose frequencies add up to exactly
    w / W cycles per pixel, coherent over the rows (see ``mirror`` of ``resampling``). Where pixel centres are
    mapped as every scaler does, (j + ½) w / W − ½, the phase of that coherence is known beforehand: −exp(iπ w / W).
    Codecs take the coherence but do not turn it, so that only the part in that phase is looked at, with its sign, and
    summed over rows and frames. A factor needs it in rows and columns, at the same frequency, clear of two kinds of chance:
    as it is around that frequency, and as it would be if that of all frames added up. Under a steady pan of v pixels
    from one frame taken to the next it does, at multiples of 1 / v, and nowhere around.
    (Gallagher 2005 and Mahdian & Saic 2008 on the periodicity; Gardner 1991 on conjugate spectral correlation.)

    Sums are those of every fifth frame, eight at most, of the size of the first one. Where these say nothing, the first
    frame is asked alone: in a file that begins with it, it is a key frame, which is coded best.
    """

    def __init__(self) -> None:
        self._shape: tuple[int, int] | None = None
        self._sums: list[_Sums] = []
        self._first: list[_Sums] = []
        self._seen = 0
        self._taken = 0

    def add(self, luma: NDArray[np.uint8]) -> None:
        """Take the next frame, uint8 ``[H, W]``."""
        turn, self._seen = self._seen, self._seen + 1
        if turn % _EVERY or self._taken == _FRAMES or not _SHORTEST <= min(luma.shape) <= max(luma.shape) <= _LONGEST:
            return
        if self._shape is None:
            self._shape = (luma.shape[0], luma.shape[1])
            self._sums, self._first = ([_Sums(length) for length in luma.shape[::-1]] for _ in range(2))
        if luma.shape != self._shape:
            return
        for together, first, plane in zip(self._sums, self._first, (luma, luma.T), strict=True):
            line_sums = _pairs(_detail(plane))
            together.add(*line_sums)
            if self._taken == 0:
                first.add(*line_sums)
        self._taken += 1

    @property
    def factor(self) -> float | None:
        """By which the frames were enlarged, 1.15 to 3.3; ``None`` where no trace is clear, which proves nothing."""
        if self._taken == 0:
            return None
        together = _named(self._sums, _SURE if self._taken >= _ENOUGH else _CLEAR)
        return together if together is not None or self._taken == 1 else _named(self._first, _CLEAR)


def _named(sides: list[_Sums], sure: float) -> float | None:
    """The factor whose line is clear along both sides of the frame; of several the most coherent one."""
    ordered = sorted((side.length, number) for number, side in enumerate(sides))
    short, long = (sides[number] for _, number in ordered)
    steps = _sums_of(long.length)
    place = np.round(steps * short.length / long.length).astype(np.int64) - _sums_of(short.length)[0]
    both = zip(long.against_chance(), short.against_chance(), strict=True)
    clear, in_step, share = (np.sqrt(along * _best_beside(across, place)) for along, across in both)
    frequency = steps / long.length
    beside = (np.abs(frequency[:, None] - _SIXTEENTHS) > _LINE / short.length).all(axis=1) & (frequency < _TOP)
    strength = np.where(beside & (clear > _CLEAR) & (in_step > sure), share, 0.0)
    best = int(strength.argmax())
    if strength[best] == 0:
        return None
    # Interpolation by s repeats the spectrum at 2 / s too: that line is not taken for its own where the first is there.
    first = beside & (np.abs(2 * frequency - frequency[best]) < 2 / long.length) & (share > strength[best])
    first &= clear > _WEAK
    return float(1 / frequency[int(np.where(first, share, 0.0).argmax()) if first.any() else best])


def _sums_of(length: int) -> NDArray[np.int64]:
    """Steps of the spectrum of a line of that length that 1 / factor may be."""
    return np.arange(int(np.ceil(_LOWEST * length)), int(_HIGHEST * length) + 1)


def _detail(plane: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Detail along means of four rows, spread over the picture, its contrast evened out, weighted by a Hann window."""
    length = plane.shape[1]
    groups = plane.shape[0] // _TOGETHER
    chosen = np.unique(np.linspace(0, groups - 1, min(groups, max(1, _MOST // length))).round().astype(np.int64))
    rows = np.zeros((len(chosen), length), np.float32)
    for turn in range(_TOGETHER):
        rows += plane[_TOGETHER * chosen + turn]
    rows /= _TOGETHER
    detail = cv2.filter2D(rows, -1, _SECOND_DIFFERENCE, borderType=cv2.BORDER_REFLECT)
    size = cv2.blur(np.abs(detail), (_AROUND, 1))
    detail /= size + (2 * float(size.mean()) + _FAINT)
    detail *= np.hanning(length).astype(np.float32)
    return np.asarray(detail, np.float32)


def _pairs(detail: NDArray[np.float32]) -> tuple[NDArray[np.complex64], NDArray[np.float64]]:
    """Sum over rows and pairs of waves whose steps add up to each of :func:`_sums_of`, and the most it could be.

    Lines are transformed as long as they are: only there does the frequency lie on a step, with its phase.
    """
    length = detail.shape[1]
    first = int(_FIRST * length)
    waves: NDArray[np.complex64] = np.fft.rfft(detail, axis=1)[:, first:].astype(np.complex64)
    amplitude = np.sqrt(np.einsum("rf,rf->f", waves.real, waves.real) + np.einsum("rf,rf->f", waves.imag, waves.imag))
    weight = _weight(waves.shape[1], length)
    places = _sums_of(length) - 2 * first
    coherent = _antidiagonals((waves.T @ waves) * weight)[places]
    most = _antidiagonals(np.outer(amplitude, amplitude) * weight)[places]
    return coherent, most.astype(np.float64)


@lru_cache(maxsize=8)
def _weight(count: int, length: int) -> NDArray[np.float32]:
    """Of each pair of waves: falls with their distance."""
    apart = np.abs(np.arange(count)[:, None] - np.arange(count)) / (2 * _HALF * length)
    return np.where(apart < 1, np.cos(np.pi / 2 * np.minimum(apart, 1)) ** 2, 0).astype(np.float32)


def _antidiagonals(square: NDArray[Any]) -> NDArray[Any]:
    """Sums along the antidiagonals: the rows of a square moved on by one each, then added."""
    count = len(square)
    moved = np.zeros((count, 2 * count), square.dtype)
    moved[:, :count] = square
    return np.asarray(moved.ravel()[: count * (2 * count - 1)].reshape(count, -1).sum(axis=0))


def _chance(modulus: NDArray[np.float64]) -> NDArray[np.float64]:
    """Deviation of chance at each place, from the modulus of sums around it."""
    around = median_filter(modulus, _NEAR, mode="nearest") / _MEDIAN
    beside = np.convolve(np.pad(modulus, len(_RING) // 2, mode="edge"), _RING, "valid") / _MEAN
    return np.maximum(np.maximum(around, beside), 1e-9)


def _best_beside(values: NDArray[np.float64], place: NDArray[np.int64]) -> NDArray[np.float64]:
    """The best at a place and the two beside it: both sides were rounded to whole pixels."""
    wide = np.pad(values, 1)
    return np.max([wide[np.clip(place + step, 0, len(wide) - 1)] for step in (0, 1, 2)], axis=0)
