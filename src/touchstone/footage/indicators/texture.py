"""What fills a frame: edges, fine structure, repetition."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Picture
from .spectrum import hann

# semi-axes of the central ellipse as shares of width and height: a talking head with its hair
_ELLIPSE = 0.35
_STRIP = 64  # rows at a time: what is made from them stays in the cache
_NEAREST, _FARTHEST = 6, 32  # pixels: lags that count as "away from the origin"
_DETAIL = 2.0  # pixels: detail is what a Gaussian of this width takes away
_FAINT = 0.05  # level²: detail below it is rounding


def edge_density(picture: Picture) -> float:
    """Share of the frame's pixels that are edges (Canny 1986; thresholds 100 and 200, Sobel 3×3)."""
    return cv2.countNonZero(picture.edges) / picture.edges.size


def background_complexity(picture: Picture) -> float | None:
    """Share of edge pixels outside the central ellipse (semi-axes 0.35 of width and height).

    Undefined where nothing lies outside it.
    """
    outside = _outside(picture.height, picture.width)
    pixels = cv2.countNonZero(outside)
    if pixels == 0:
        return None
    return cv2.countNonZero(cv2.bitwise_and(picture.edges, outside)) / pixels


@lru_cache(maxsize=4)
def _outside(height: int, width: int) -> NDArray[np.uint8]:
    down = (np.arange(height) - (height - 1) / 2) / (_ELLIPSE * height)
    across = (np.arange(width) - (width - 1) / 2) / (_ELLIPSE * width)
    return np.where(down[:, None] ** 2 + across**2 > 1, np.uint8(255), np.uint8(0))


def gradient(picture: Picture) -> float:
    """Mean magnitude of the Sobel gradient, levels per pixel."""
    across, down = picture.slopes
    total = 0.0
    for top in range(0, picture.height, _STRIP):
        rows = slice(top, top + _STRIP)
        total += cv2.sumElems(cv2.magnitude(across[rows].astype(np.float32), down[rows].astype(np.float32)))[0]
    return total / picture.luma.size / 8


def texture_variance(picture: Picture) -> float | None:
    """Mean luma variance within 8×8 tiles, level²; undefined below 8×8 pixels.

    By Parseval's theorem it is the mean energy of the tiles' transform without its constant term.
    """
    if picture.blocks is None:
        return None
    energy = picture.blocks.energy
    return float(energy.sum() - energy[0, 0]) / 64


def background_edge_density(picture: Picture) -> float | None:
    """Share of the background's pixels that are edges; undefined without a face or a background."""
    regions = picture.regions
    if regions is None or not regions.background_pixels:
        return None
    edges = cv2.countNonZero(picture.edges) - cv2.countNonZero(picture.edges[regions.surround])
    return edges / regions.background_pixels


def background_texture(picture: Picture) -> float | None:
    """Mean luma variance within the 8×8 tiles of the background, level²; undefined without a face or a background.

    Of the sampled tiles; by Parseval's theorem as in :func:`texture_variance`.
    """
    if picture.blocks is None or picture.background_blocks is None or not picture.background_blocks.any():
        return None
    alternating = picture.blocks.sample[1:, picture.background_blocks]
    return float(np.square(alternating).sum(dtype=np.float64)) / alternating.shape[1] / 64


def pattern_score(picture: Picture) -> float | None:
    """Highest autocorrelation of the luma detail at a lag of 6 to 32 pixels: 1 for a repeating pattern, 0 for none.

    The power spectra of Hann-weighted tiles are averaged and transformed back (Wiener–Khinchin, Welch 1967),
    and the weighting is divided out. Undefined below 16 pixels, and where there is no detail.
    """
    spectrum = picture.spectrum
    if spectrum is None:
        return None
    side = spectrum.side
    correlation = spectrum.autocorrelation(_detail_response(side))
    if correlation[0, 0] < _FAINT * float((hann(side) ** 2).sum()):
        return None
    score = (correlation / correlation[0, 0] / _weight_correlation(side))[_far(side)].max()
    return float(np.clip(score, 0, 1))


@lru_cache(maxsize=4)
def _detail_response(side: int) -> NDArray[np.float64]:
    """What remains of the power at each frequency when a Gaussian blur is taken away."""
    down, across = np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)
    return (1 - np.exp(-2 * (np.pi * _DETAIL) ** 2 * (down**2 + across**2))) ** 2


@lru_cache(maxsize=4)
def _weight_correlation(side: int) -> NDArray[np.float64]:
    """Circular autocorrelation of a tile's Hann weights relative to lag 0."""
    weight = hann(side).astype(np.float64)
    correlation = np.fft.irfft2(np.abs(np.fft.rfft2(weight)) ** 2, s=weight.shape)
    return correlation / correlation[0, 0]


@lru_cache(maxsize=4)
def _far(side: int) -> NDArray[np.bool_]:
    lag = np.minimum(np.arange(side), side - np.arange(side))
    distance = np.hypot(lag[:, None], lag)
    return (distance >= _NEAREST) & (distance <= min(_FARTHEST, side / 4 + _NEAREST))
