"""Statistics of the 8×8 DCT coefficients: the law of first digits, their shape, the comb of a second quantisation."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from .compression import quantisation_table
from .picture import Picture

_LOW = tuple(8 * u + v for u, v in ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0)))
_FEWEST = 500  # coefficients
_BENFORD = np.log10(1 + 1 / np.arange(1, 10))
_SHAPES = np.exp(np.linspace(math.log(0.2), math.log(4), 400))
_SMALL = 0.05  # level²: a frequency of less energy is rounding


def benford_deviation(picture: Picture, quality: float | None) -> float | None:
    """Distance of the first digits of the quantised AC coefficients from Benford's law, 0 (law) to 1 (Fu, Shi, Su 2007).

    Total variation between the shares of the digits 1–9 among the sampled coefficients, as whole multiples of their step, that
    are not 0, and the law. Finely quantised pictures follow it closely; the coarser the step, the more multiples are 1.
    Undefined with fewer than 500 such coefficients.

    Args:
        picture: the frame.
        quality: estimated JPEG quality, whose steps are taken; steps of one level where it is 100.
    """
    if picture.blocks is None or quality is None:
        return None
    # A quarter of the sampled blocks leaves 60,000 coefficients.
    size = np.abs(picture.blocks.sample[1:, ::4])
    if quality < 100:
        size = np.rint(size / quantisation_table(round(quality)).ravel()[1:, None].astype(np.float32))
    size = size[size >= 1]
    if len(size) < _FEWEST:
        return None
    digit = (size / _POWERS[np.searchsorted(_POWERS, size, side="right") - 1]).astype(np.int64)
    shares = np.bincount(np.minimum(digit, 9), minlength=10)[1:] / len(digit)
    return float(np.abs(shares - _BENFORD).sum()) / 2


_POWERS = np.array([1, 10, 100, 1000], np.float32)


def dct_shape(picture: Picture) -> float | None:
    """Shape of the generalised Gaussian that the low AC coefficients follow: 2 Gaussian, 1 Laplace, below it heavier tails.

    By moment matching per frequency (Sharifi & Leon-Garcia 1995), median over the nine lowest. Undefined where they are
    all but 0.
    """
    if picture.blocks is None:
        return None
    values = picture.blocks.sample[list(_LOW)].astype(np.float64)
    energy = np.mean(values**2, axis=1)
    loud = energy > _SMALL
    if not loud.any() or values.shape[1] < _FEWEST // 9:
        return None
    ratio = np.mean(np.abs(values[loud]), axis=1) ** 2 / energy[loud]
    return float(np.median(np.interp(ratio, _RATIOS, _SHAPES)))


# Squared mean magnitude over mean square of a generalised Gaussian of each shape; rises with the shape.
_RATIOS = np.exp(2 * gammaln(2 / _SHAPES) - gammaln(1 / _SHAPES) - gammaln(3 / _SHAPES))

_REACH = 40  # steps of the quantiser
_CENTRE = 2  # steps: the peak of the zeros is not a comb
_SMOOTHING = np.exp(-0.5 * (np.arange(-6, 7) / 2.0) ** 2)
_SMOOTHING /= _SMOOTHING.sum()
_WEIGHT = np.hanning(2 * _REACH + 1)
_SPREAD = 0.5 * math.sqrt(float(np.sum(_WEIGHT**2)))  # the square root of a count has a standard deviation of 1/2
_SLOWEST = 8  # of 128: slower waves are the shape of the histogram
_VOTES = 3  # frequencies that must show the comb


def double_compression(picture: Picture, quality: float | None) -> float | None:
    """How far a comb stands out of the histograms of the low AC coefficients, standard deviations (Popescu & Farid 2004).

    A second quantisation with another step leaves gaps and peaks at equal distances in the histogram of the multiples of
    the last step. The third largest of nine frequencies counts. Up to 4 or so is chance; a finer first step than the last
    leaves little.

    Args:
        picture: the frame.
        quality: estimated JPEG quality, whose steps are the last ones; steps of one level where it is 100.
    """
    if picture.blocks is None or quality is None:
        return None
    table = quantisation_table(round(quality)).ravel() if quality < 100 else np.ones(64, np.int64)
    peaks = [_comb(picture.blocks.sample[place] / float(table[place])) for place in _LOW]
    return float(np.sort(peaks)[-_VOTES])


def _comb(multiples: NDArray[np.float32]) -> float:
    places = np.round(multiples).astype(np.int64)
    places = places[np.abs(places) <= _REACH]
    root = np.sqrt(np.bincount(places + _REACH, minlength=2 * _REACH + 1))
    rough = root - np.convolve(root, _SMOOTHING, "same")
    rough[_REACH - _CENTRE : _REACH + _CENTRE + 1] = 0
    return float(np.abs(np.fft.rfft(rough * _WEIGHT, 128))[_SLOWEST:].max()) / _SPREAD
