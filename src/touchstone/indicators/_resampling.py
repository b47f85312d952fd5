"""Traces of interpolation: was the frame enlarged, and by how much?"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from ._picture import Picture
from ._spectrum import effective_resolution

_SHORTEST = 96  # pixels: shorter lines resolve no peak
_MANY = 480  # pixels: from here on every second row, and the middle half of the columns, are enough
_STEP = 1 / 2048  # cycles per pixel: lines are looked for this far around where they should be
_FINER = 4  # times: spectra are interpolated by padding, so that lines are placed well
_CHUNKS = 16  # of the spectrum, over each of which the floor is a median
_TREND = 9  # pixels: slower changes along a line are the scene
_CAP = 3.0  # of the mean: stronger edges are the scene
_LOWEST = 0.07  # cycles per pixel
_FACTORS = np.exp(np.arange(np.log(1.09), np.log(3.25), 0.0025))
_HARMONICS = (1.0, 0.7, 0.4)  # weight of the lines at 1/s, 2/s, 3/s
_GRID = np.array([1, 2, 3]) / 8  # cycles per pixel: lines of block grids of 8 and 4 pixels
_FOUR = 1 / 4  # cycles per pixel: line of blocks of 4 pixels, and of enlargement by 4/3
_FOUR_CLEAR = 8.0  # times the floor
_DETAILED = 0.9  # share of the Nyquist frequency: after enlargement by 4/3 no detail reaches so far
_NEAR = 2.0  # over the shorter side: width of a line, cycles per pixel
_CLEAR = 5.0  # times the floor
_TWICE_CLEAR = 6.0
_OWN_GRID = 3.0  # times the other lines of a block grid
_GROWTH = 1.15  # a frame that was not enlarged so much changes faster with the factor
_CROP = 320  # pixels
_SEARCH = 24  # pixels before enlargement


@dataclass(frozen=True, slots=True)
class Resampling:
    """What periodic interpolation left behind.

    Attributes:
        trace: the strongest line of the spectrum over the floor around it, decibels; ``None`` below 96 pixels. 6 to 12 dB
            are what chance and block grids give.
        factor: by which the frame was enlarged, 1.1 to 3.2; ``None`` where no trace is clear: which is no proof that it
            was not (compression, noise and later scaling remove it).
    """

    trace: float | None
    factor: float | None


def resampling(picture: Picture) -> Resampling:
    """Periodicity of the luma's first and second differences (Gallagher 2005; Mahdian & Saic 2008).

    Interpolated pixels change less than original ones, with the period of the enlargement: the mean absolute second difference
    of each column (row) has lines at the frequencies 1/s, 2/s, … folded into 0–0.5. Enlargement by exactly 2 between pixel
    centres leaves none there, but one at 0.5 in the first differences. Folded lines belong to
    several factors (s and s/(s − 1), and those of which the lines are harmonics): of these the largest is taken for which
    shrinking and enlarging changes the picture hardly more than for the smaller ones.
    """
    if min(picture.luma.shape) < _SHORTEST:
        return Resampling(None, None)
    second = _strength([_second_differences(picture.luma, axis) for axis in (0, 1)])
    first = _strength([sums.astype(np.float64) for sums in picture.steps])
    twice = float(first(np.array([0.499]))[0])
    block_lines = first(_GRID)
    strongest = second(_FREQUENCIES)
    trace = 20 * np.log10(max(float(strongest.max()), twice, 1.0))
    blocks = max(float(block_lines.max()), float(second(_GRID).max()))
    if twice >= _TWICE_CLEAR and twice >= max(_OWN_GRID * blocks, float(strongest.max())):
        return Resampling(float(trace), 2.0)
    lines = second(_LINES) * _USABLE
    score = np.log(np.maximum(lines, 1)).T @ np.array(_HARMONICS)
    detailed = (effective_resolution(picture.spectrum) or 1.0) > _DETAILED
    four = not detailed and twice < float(second(np.array([_FOUR]))[0]) / 2
    score[~_clear(lines[0], second, _NEAR / min(picture.luma.shape), four)] = 0
    best = int(score.argmax())
    if score[best] == 0:
        return Resampling(float(trace), None)
    return Resampling(float(trace), _decided(picture.luma, second.refined(float(_FACTORS[best]))))


def _fold(frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.abs(frequency - np.round(frequency))


_LINES = np.stack([_fold((turn + 1) / _FACTORS) for turn in range(3)])  # [harmonic, factor]
_USABLE = _LINES >= _LOWEST
_FREQUENCIES = np.arange(_LOWEST, 0.5, _STEP)


def _second_differences(luma: NDArray[np.uint8], axis: int) -> NDArray[np.float64]:
    """Mean absolute second difference of each column (axis 0) or row (axis 1)."""
    height, width = luma.shape
    if axis == 0:
        part = luma[:: 2 if height >= _MANY else 1]
        kernel = np.array([[1, -2, 1]], np.float32)
    else:
        part = luma[:, width // 4 : width - width // 4] if width >= _MANY else luma
        kernel = np.array([[1], [-2], [1]], np.float32)
    change = cv2.convertScaleAbs(cv2.filter2D(part, cv2.CV_16S, kernel, borderType=cv2.BORDER_REPLICATE))
    cap = max(4.0, _CAP * cv2.mean(change)[0])
    sums = cv2.reduce(cv2.min(change, np.array([cap])), axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    return sums[1:-1].astype(np.float64)


class _strength:  # noqa: N801 - a function that remembers its spectrum
    """Geometric mean over both directions of the line spectrum over its floor, at any frequencies."""

    def __init__(self, lines: list[NDArray[np.float64]]) -> None:
        self._points = _FINER << int(np.ceil(np.log2(max(len(line) for line in lines))))
        self._width = self._points // min(len(line) for line in lines)
        spectra = [self._spectrum(line) for line in lines]
        self._exact = np.sqrt(spectra[0] * spectra[1])
        self._values = maximum_filter1d(self._exact, 2 * int(np.ceil(_STEP * self._points)) + 1)

    def __call__(self, frequency: NDArray[np.float64]) -> NDArray[np.float64]:
        index = np.minimum(np.round(frequency * self._points), len(self._values) - 1)
        return self._values[index.astype(int)]

    def refined(self, factor: float) -> float:
        """A factor moved to the top of its line."""
        line = 1 / factor
        turns = np.round(line)
        near = abs(line - turns) + np.arange(-self._width, self._width + 1) / self._points
        weight = self._raw(near) ** 4
        folded = float(near @ weight / weight.sum())
        return 1 / float(turns + np.sign(line - turns) * folded)

    def _raw(self, frequency: NDArray[np.float64]) -> NDArray[np.float64]:
        index = np.clip(np.round(frequency * self._points).astype(int), 0, len(self._exact) - 1)
        return self._exact[index]

    def _spectrum(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        trend = np.convolve(np.pad(line, _TREND // 2, mode="reflect"), np.full(_TREND, 1 / _TREND), "valid")
        values = np.abs(np.fft.rfft((line - trend) * np.hanning(len(line)), self._points))[: self._points // 2]
        medians = np.median(values.reshape(_CHUNKS, -1), axis=1)
        centres = (np.arange(_CHUNKS) + 0.5) * len(values) / _CHUNKS - 0.5
        floor = np.interp(np.arange(len(values)), centres, medians)
        return values / np.maximum(floor, 1e-3 * max(float(values.max()), 1e-9))


def _clear(strength: NDArray[np.float64], second: _strength, width: float, four: bool) -> NDArray[np.bool_]:
    """Factors whose first line is strong enough, and not that of a block grid."""
    clear = strength >= _CLEAR
    for own in _GRID:
        others = float(second(_GRID[own != _GRID]).max())
        near = np.abs(_LINES[0] - own) < width
        clear &= ~near | ((strength >= _OWN_GRID * others) & (own != _FOUR or (four & (strength >= _FOUR_CLEAR))))
    return clear


def _decided(luma: NDArray[np.uint8], factor: float) -> float:
    """Of the factors with the same lines, the largest that the frame's detail allows."""
    start = min(factor, factor / (factor - 1))
    lines = _fold(np.arange(1, 4) / factor)
    family = {start, *(1 / line for line in lines if line > 0), *(1 / (1 - line) for line in lines)}
    possible = sorted(float(each) for each in family if start <= each <= _FACTORS[-1])
    distinct = [each for i, each in enumerate(possible) if i == 0 or each > 1.02 * possible[i - 1]]
    best, change = distinct[0], _round_trip(luma, distinct[0])
    for larger in distinct[1:]:
        its_change = _round_trip(luma, larger)
        if its_change < change * (larger / best) ** _GROWTH + 0.01:
            best, change = larger, its_change
    return best


def _round_trip(luma: NDArray[np.uint8], factor: float) -> float:
    """Mean absolute change by shrinking and enlarging, with the interpolation that changes least.

    Of a part in the middle whose corners lie on whole pixels before and after: elsewhere the phase would be lost.
    """
    rows, columns = (_aligned(size, factor) for size in luma.shape)
    part = luma[rows[0], columns[0]].astype(np.float32)
    height, width = part.shape
    small = cv2.resize(part, (columns[1], rows[1]), interpolation=cv2.INTER_CUBIC)
    kinds = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
    back = (cv2.resize(small, (width, height), interpolation=kind) for kind in kinds)
    return min(float(cv2.norm(part, again, cv2.NORM_L1)) for again in back) / part.size


def _aligned(size: int, factor: float) -> tuple[slice, int]:
    """A stretch of at most 320 pixels near the middle, and its length before an enlargement."""
    last = round(size / factor)
    factor = size / last  # the whole had whole sides before: that makes the factor exact
    whole = np.arange(last + 1) * factor
    off = np.abs(whole - np.round(whole))
    length = min(size, _CROP)
    first_limit = max(1, int((size - length) / 2 / factor) + 1)
    start = max(0, first_limit - _SEARCH) + int(off[max(0, first_limit - _SEARCH) : first_limit].argmin())
    end_limit = min(last, start + int(length / factor))
    first_end = max(start + 8, end_limit - _SEARCH)
    stop = first_end + int(off[first_end : end_limit + 1].argmin())
    return slice(round(whole[start]), min(size, round(whole[stop]))), stop - start
