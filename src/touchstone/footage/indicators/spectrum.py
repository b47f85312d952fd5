"""The power spectrum of a frame, and what it tells: repetition, effective resolution, moiré."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft2, rfft2
from scipy.ndimage import median_filter

_TILE = 128  # pixels
_MOST_TILES = 30
_ENOUGH = 0.95  # of the gradient's energy
_CLEAR = 1.25  # times the noise: less is its own variation
_SMOOTH = 3  # frequencies
_NYQUIST = 0.5  # cycles per pixel
_FINEST = 0.45  # cycles per pixel in both directions: hardly a picture has detail there
_NEIGHBOURHOOD = 15  # frequencies: what a peak is compared with
_STEPS_PER_DECIBEL = 2
_AXIS = 3  # frequencies: block grids, resampling and straight edges gather on the axes of the spectrum
_COARSE = 6  # frequencies: patterns of fewer periods per tile are the scene
_MOIRE_SIDE = 64  # pixels: smaller tiles have too few frequencies


class TileSpectrum:
    """Mean power of Hann-weighted tiles of at most 128×128 pixels (Welch 1967).

    Where a picture has many tiles, every second one is taken, like the black fields of a chessboard.

    Args:
        luma: uint8 ``[H, W]``, at least 16×16.

    Attributes:
        side: of the tiles, pixels.
        power: mean power at each frequency, float64 ``[side, side // 2 + 1]``; row is the vertical frequency.
    """

    def __init__(self, luma: NDArray[np.uint8]) -> None:
        self.side = side = min(_TILE, *luma.shape)
        rows, columns = luma.shape[0] // side, luma.shape[1] // side
        step = 2 if rows * columns > _MOST_TILES else 1
        weight = hann(side)
        self.power = np.zeros((side, side // 2 + 1))
        tiles = 0
        for row in range(rows):
            for column in range(row % step, columns, step):
                tile = luma[row * side : (row + 1) * side, column * side : (column + 1) * side].astype(np.float32)
                tile -= tile.mean()
                tile *= weight
                spectrum = rfft2(tile)
                self.power += spectrum.real**2 + spectrum.imag**2
                tiles += 1
        self.power /= tiles

    def autocorrelation(self, response: NDArray[np.float64]) -> NDArray[np.float64]:
        """Circular autocorrelation of the tiles after a filter of that power response, ``[side, side]``."""
        return np.asarray(irfft2(self.power * response, s=(self.side, self.side)))


@lru_cache(maxsize=4)
def hann(side: int) -> NDArray[np.float32]:
    """Hann weights of a tile, float32 ``[side, side]``."""
    line = np.sin(np.pi * (np.arange(side) + 0.5) / side) ** 2
    return np.outer(line, line).astype(np.float32)


def effective_resolution(spectrum: TileSpectrum | None) -> float | None:
    """Share of the Nyquist frequency below which 95 % of the gradient's energy lies, mean of both directions.

    About 0.95 where detail reaches to single pixels; a frame that was upscaled by s has no detail above 1/s.
    (Energy is weighted by the square of the frequency, which makes the falling spectrum of natural pictures
    flat, Field 1987.) The power at the highest frequencies is taken for noise and subtracted from all. Power that rises again
    with the frequency is not detail: enlargement repeats the strong low frequencies around multiples of 1/s, block grids theirs.
    Undefined without detail.
    """
    if spectrum is None:
        return None
    side = spectrum.side
    frequency = np.arange(side // 2 + 1) / side
    down = np.abs(np.fft.fftfreq(side))
    noise = float(np.median(spectrum.power[np.ix_(down >= _FINEST, frequency >= _FINEST)]))
    limits: list[float] = []
    for energy in (spectrum.power.mean(axis=0), spectrum.power.mean(axis=1)[: len(frequency)]):
        falling = np.minimum.accumulate(median_filter(energy, _SMOOTH, mode="nearest"))
        clear = np.where(falling > _CLEAR * noise, falling - noise, 0)
        detail = np.cumsum(clear * frequency**2)
        total = float(detail.max())
        if total < 1e-3 * side:
            return None
        enough = int(np.argmax(detail >= _ENOUGH * total))
        before = float(detail[enough - 1]) if enough else 0.0
        part = (_ENOUGH * total - before) / max(float(detail[enough]) - before, 1e-12)
        limits.append((enough - 1 + part) / side / _NYQUIST)
    return min(1.0, max(0.0, sum(limits) / 2))


def moire(spectrum: TileSpectrum | None) -> float | None:
    """How far the strongest slanted wave stands out of the spectrum around it, decibels.

    Screens that are filmed leave such waves (Patel, Han, Jain 2016 and others); 5 to 8 dB is what chance
    gives. Waves along rows or columns are left out: block grids and resampling make those. Undefined below
    64×64 pixels.
    """
    if spectrum is None or spectrum.side < _MOIRE_SIDE:
        return None
    decibels = 10 * np.log10(np.maximum(spectrum.power, 1e-3))
    # Both halves, the zero frequency in the middle, so that the neighbourhood of each is complete.
    side = spectrum.side
    half = np.fft.fftshift(decibels, axes=0)
    levels = np.clip(_STEPS_PER_DECIBEL * (half + 30), 0, 255)
    around = cv2.medianBlur(levels.astype(np.uint8), _NEIGHBOURHOOD) / _STEPS_PER_DECIBEL - 30
    down = np.arange(side)[:, None] - side // 2
    across = np.arange(half.shape[1])
    allowed = (np.abs(down) >= _AXIS) & (across >= _AXIS) & (np.hypot(down, across) >= _COARSE)
    allowed &= (np.abs(down) < side // 2 - 1) & (across < side // 2 - 1)
    return max(0.0, float((half - around)[allowed].max()))
