"""Traces of interpolation: was the frame enlarged, and by how much?

Enlargement mirrors detail at one frequency: how alike the two sides of each are is measured in rows and columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.fft import fft, ifft, next_fast_len, rfft

from .picture import Measures, Picture

_SHORTEST = 96  # pixels: shorter lines resolve no peak
_CLEAR = 3.6  # times what is around it: less is chance
_SIXTEENTHS = np.arange(5, 15)  # 1 / factor at which blocks of 16, 8 and 4 pixels make lines of their own
_LINE = 3.5  # over the shorter side: how far such a line reaches, cycles per pixel
_TOP = 1.2  # the same, of its top
_ABOVE_BLOCKS = (1.5, 0.1)  # times the other lines of a block grid, and how far above them
_FOUR = 12  # blocks of 4 pixels make this line stronger than the others,
_ABOVE_BLOCKS_AT_FOUR = (4.0, 0.3)  # but no more than so
_EIGHT = 14  # blocks of 8 pixels may make this line alone

_LOWEST, _HIGHEST = 0.145, 0.465  # cycles per pixel: where a mirror is looked for
_BANDS = 10
_HALF = 0.055  # cycles per pixel: how far from the mirror waves are paired
_MOST = 80_000  # pixels in rows, and in columns: more would take longer than they tell
_LONGEST = 1280  # pixels
_AROUND = 9  # pixels: of the mean that evens out contrast
_FAINT = 0.25  # level: weaker detail is not made stronger
_STEP = 1 / 2048  # of the grid of frequencies on which rows and columns meet

_GRID: NDArray[np.float64] = np.arange(2 * _LOWEST + 0.002, 2 * _HIGHEST - 0.002, _STEP)
"""Cycles per pixel: twice the frequency of the mirror, which is 1 / factor."""


def resampling(picture: Picture) -> Measures:
    """The mirror in the spectra of rows and columns that enlargement by s leaves at half of 1 / s (:func:`mirror`).

    That linear interpolation leaves periodic correlation is Gallagher's (2005) and Mahdian & Saic's (2008) finding; that it
    is one of frequencies is used by Vázquez-Padín and Pérez-González (2011). A factor is named where the coherence stands
    out of that around it in rows and columns; of several, such as s and s / 2, the one with the strongest.
    Codecs make lines at multiples of 1/8: a factor there must stand out of the other multiples too, and enlargement by
    8/7 is never distinguished from blocks.

    The trace is the clearest mirror over what is around it, decibels; ``None`` below 96 pixels. Up to 11 dB are what chance
    gives. The factor is 1.1 to 3.4; ``None`` where no trace is clear: which does not prove that the frame was not enlarged
    (compression, noise and later scaling remove it).
    """
    trace = factor = None
    if min(picture.luma.shape) >= _SHORTEST:
        seen = mirror(picture.luma)
        possible = _beside_blocks(seen)
        trace = float(20 * np.log10(max(float(seen.clear[possible & (seen.excess > 0)].max(initial=1.0)), 1.0)))
        strength = np.where(possible & (seen.clear >= _CLEAR), seen.excess, 0.0)
        best = int(strength.argmax())
        factor = 1 / _refined(seen, best) if strength[best] > 0 else None
    return {"resampling_trace": trace, "upscale_factor": factor}


def _beside_blocks(seen: Mirror) -> NDArray[np.bool_]:
    """Where lines are not those of blocks: these get stronger from one multiple of 1/8 to the next."""
    places = [_around(place / 16, _TOP * seen.width) for place in _SIXTEENTHS]
    tops = np.array([seen.excess[part].max(initial=0.0) for part in places])
    possible = np.ones(len(_GRID), bool)
    for number, place in enumerate(_SIXTEENTHS):
        others = float(np.delete(tops, number).max())
        times, more = _ABOVE_BLOCKS_AT_FOUR if place == _FOUR else _ABOVE_BLOCKS
        if place == _EIGHT or tops[number] < max(times * others, others + more):
            possible[_around(place / 16, _LINE * seen.width)] = False
    return possible


def _around(frequency: float, width: float) -> slice:
    first, last = np.searchsorted(_GRID, (frequency - width, frequency + width))
    return slice(int(first), int(last))


def _refined(seen: Mirror, best: int) -> float:
    """A frequency moved to the middle of its line."""
    middle = float(_GRID[best])
    for _ in range(3):
        near = _around(middle, 2 * seen.width)
        weight = seen.excess[near] ** 4
        middle = float(_GRID[near] @ weight / weight.sum())
    return middle


@dataclass(frozen=True, slots=True)
class Mirror:
    """What rows and columns say together, at each value of :data:`_GRID`.

    Attributes:
        excess: coherence of the waves at equal distance below and above the mirror, over that around it, 0 to 1.
        clear: how many times it is that around it.
        width: of a line, cycles per pixel.
    """

    excess: NDArray[np.float64]
    clear: NDArray[np.float64]
    width: float


def mirror(luma: NDArray[np.uint8]) -> Mirror:
    """Coherence of the spectrum of rows (columns) with its own mirror image, for every place of the mirror.

    Interpolation repeats the spectrum of a picture around every multiple of 1 / s cycles per pixel. Just above half of that,
    where the picture ended before, is the mirror image of what is just below, in every row with the same phase. Two waves
    whose frequencies add up to 1 / s are therefore coherent over the rows: conjugate spectral correlation of a signal that is
    periodic in its statistics (Gardner 1991), seen near the mirror, where both are of like strength. There the frequency
    is not folded, so s is not taken for s / (s − 1), and a second repetition, which is weak there, not for the first.

    Args:
        luma: uint8 ``[H, W]``, both sides 32 or more.
    """
    across, down = _coherence(_rows(luma)), _coherence(_rows(luma.T))
    excess = np.maximum(across[0] - across[1], 0) * np.maximum(down[0] - down[1], 0)
    clear = across[0] * down[0] / (across[1] * down[1])
    return Mirror(np.sqrt(excess), np.sqrt(clear), 1 / min(*luma.shape, _LONGEST))


def _rows(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Detail along rows that are spread over the picture, its contrast evened out, weighted by a Hann window."""
    height, width = luma.shape
    most = max(1, _MOST // min(width, _LONGEST))
    step = max(1, height // most)
    step -= 1 - step % 2  # odd, so that not all lie at one place of a block
    start = (height - 1 - (min(most, -(-height // step)) - 1) * step) // 2
    cut = max(0, width - _LONGEST) // 2
    rows = np.ascontiguousarray(luma[start::step][:most, cut : cut + _LONGEST], np.float32)
    detail = cv2.filter2D(rows, -1, _SECOND_DIFFERENCE, borderType=cv2.BORDER_REFLECT)
    size = cv2.blur(np.abs(detail), (_AROUND, 1))
    detail /= size + (0.5 * float(size.mean()) + _FAINT)
    detail *= _hann(detail.shape[1])
    return np.asarray(detail, np.float32)


_SECOND_DIFFERENCE = np.array([[-0.5, 1, -0.5]], np.float32)


@lru_cache(maxsize=16)
def _hann(length: int) -> NDArray[np.float32]:
    return np.hanning(length).astype(np.float32)


def _coherence(rows: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coherence over the rows, and what is usual around it, on :data:`_GRID`.

    The square of the waves of a narrow band has a line at the sum of the frequencies of each coherent pair.
    """
    plan = _plan(int(next_fast_len(rows.shape[1], real=True)))
    spectra: NDArray[np.complex64] = np.asarray(rfft(rows, plan.points, axis=1), np.complex64)
    power = np.einsum("rf,rf->f", spectra.real, spectra.real) + np.einsum("rf,rf->f", spectra.imag, spectra.imag)
    amplitude = np.sqrt(power)
    bands = np.zeros((_BANDS, len(rows), plan.length), np.complex64)
    most = np.zeros((_BANDS, plan.length), np.float32)
    for band, low in enumerate(plan.first):
        inside = slice(low, low + len(plan.weight))
        count = min(len(plan.weight), len(power) - low)
        np.multiply(spectra[:, inside], plan.weight[:count], out=bands[band, :, :count])
        np.multiply(amplitude[inside], plan.weight[:count], out=most[band, :count])
    waves = np.asarray(ifft(bands, axis=2, overwrite_x=True))
    np.multiply(waves, waves, out=waves)
    coherent = np.abs(np.asarray(fft(waves.sum(axis=1), axis=1)))
    limit = np.abs(np.asarray(fft(np.asarray(ifft(most, axis=1)) ** 2, axis=1)))  # by Cauchy and Schwarz
    ratio = np.take_along_axis(coherent / np.maximum(limit, 1e-9), plan.place, axis=1)
    value = np.zeros(plan.points + _BESIDE[-1])
    value[plan.sums] = ratio
    usual = np.interp(_GRID, plan.sums.mean(axis=1) / plan.points, np.median(ratio, axis=1))
    near = np.maximum(np.maximum(value[plan.index - 1], value[plan.index + 1]), value[plan.index])
    # Edges of the scene make broad hills, interpolation lines.
    beside = np.convolve(value, _RING, "same")[plan.index]
    return near, np.maximum(np.maximum(usual, beside), 1e-6)


_BESIDE = np.arange(5, 9)  # steps of the spectrum: beyond a line, which is three steps wide
_RING = np.isin(np.abs(np.arange(-_BESIDE[-1], _BESIDE[-1] + 1)), _BESIDE) / (2 * len(_BESIDE))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Where what lies in the spectra of a length.

    Attributes:
        points: of the whole transform.
        length: of the transform of a band.
        first: lowest frequency of each band.
        weight: of the frequencies of a band.
        sums: of frequencies that each band answers for, ``[band, n]``.
        place: of these sums in the square of the band, ``[band, n]``.
        index: of :data:`_GRID` among the sums.
    """

    points: int
    length: int
    first: tuple[int, ...]
    weight: NDArray[np.float32]
    sums: NDArray[np.int64]
    place: NDArray[np.int64]
    index: NDArray[np.int64]


@lru_cache(maxsize=16)
def _plan(points: int) -> _Plan:
    half = int(_HALF * points)
    length = int(next_fast_len(int(3.4 * half) + 1))
    step = (_HIGHEST - _LOWEST) / _BANDS
    edges = 2 * points * (_LOWEST + step * np.arange(_BANDS))
    first = np.round(edges / 2 + points * step / 2).astype(np.int64) - half
    sums = np.ceil(edges).astype(np.int64)[:, None] + np.arange(int(2 * points * step) + 1)
    place = (sums - 2 * first[:, None]) % length
    weight = np.sqrt(_hann(2 * half + 3)[1:-1])
    index = np.round(_GRID * points).astype(np.int64)
    return _Plan(
        points=points,
        length=length,
        first=tuple(int(low) for low in first),
        weight=weight,
        sums=sums,
        place=place,
        index=index,
    )
