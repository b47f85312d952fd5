"""Noise where the picture is smooth: of the frame, of face and background, and how it depends on the light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .picture import Measures, Picture
from .transform import BlockTransform

_FREQUENCY = np.add.outer(np.arange(8), np.arange(8)).ravel()
_COARSE = (_FREQUENCY >= 1) & (_FREQUENCY <= 3)  # tells whether a block is smooth
_FINE = _FREQUENCY >= 8  # noise, where it is; independent of the former for white noise
# Median of a mean of 28 squares of normal deviates (Wilson & Hilferty 1931).
_MEDIAN = (1 - 2 / (9 * int(_FINE.sum()))) ** 3
_SMOOTH = 1 / 3  # of the blocks
_FEWEST = 24  # blocks of a region
_DARKEST, _BRIGHTEST = 12, 243  # mean level: clipping cuts noise off
_BINS = 8  # of luma
_FEWEST_BINS = 3
_LIMIT = 100.0  # of the slope, either way
_LEAST_RANGE = 24  # levels between the darkest and the brightest bin


def noise(picture: Picture) -> Measures:
    """Standard deviation of noise, estimated in the smoothest blocks (Ponomarenko et al. 2007), level.

    Of the sampled 8×8 blocks that are neither nearly black nor nearly white, the third with the least energy at
    low frequencies is taken, and of these the median energy at high frequencies. White noise is measured without bias;
    what a codec took away is not there any more, and texture finer than the smooth third adds to it. ``None`` with fewer
    than 24 blocks; the ratio of face to background also where the background is clean.

    The slope is the rise of the noise variance with luma, level² per level (Foi et al. 2008): near the inverse gain of a
    camera whose photons are counted, 0 for noise that was added; ``None`` where the smooth blocks do not span 24 levels.
    """
    floor = face = background = ratio = slope = None
    if (blocks := picture.blocks) is not None:
        level = blocks.sample[0] / 8 + 128
        usable = (level >= _DARKEST) & (level <= _BRIGHTEST)
        coarse, fine = _energy(blocks, _COARSE), _energy(blocks, _FINE)
        floor, face, background = (
            None if chosen is None else _deviation(coarse[usable & chosen], fine[usable & chosen])
            for chosen in (usable, picture.face_blocks, picture.background_blocks)
        )
        slope = _slope(level[usable], coarse[usable], fine[usable])
    if face is not None and background is not None and background > 0.05:
        ratio = face / background
    return {
        "noise_floor": floor,
        "face_noise": face,
        "background_noise": background,
        "noise_ratio": ratio,
        "noise_slope": slope,
    }


def _energy(blocks: BlockTransform, which: NDArray[np.bool_]) -> NDArray[np.float32]:
    chosen = blocks.sample[which]
    return np.einsum("kn,kn->n", chosen, chosen) / len(chosen)


def _deviation(coarse: NDArray[np.float32], fine: NDArray[np.float32]) -> float | None:
    if len(coarse) < _FEWEST:
        return None
    taken = max(_FEWEST, round(_SMOOTH * len(coarse)))
    smooth = np.argpartition(coarse, taken - 1)[:taken]
    return float(np.sqrt(np.median(fine[smooth]) / _MEDIAN))


def _slope(level: NDArray[np.float32], coarse: NDArray[np.float32], fine: NDArray[np.float32]) -> float | None:
    """Weighted regression of the noise variance on luma, over bins of equally many blocks."""
    if len(level) < _BINS * _FEWEST:
        return None
    order = np.argsort(level)
    points: list[tuple[float, float]] = []
    for part in np.array_split(order, _BINS):
        taken = max(_FEWEST // 2, round(_SMOOTH * len(part)))
        smooth = part[np.argpartition(coarse[part], taken - 1)[:taken]]
        points.append((float(level[smooth].mean()), float(np.median(fine[smooth])) / _MEDIAN))
    light, variance = np.array(points).T
    if np.ptp(light) < _LEAST_RANGE or len(points) < _FEWEST_BINS:
        return None
    # The spread of a variance grows with it.
    weight = 1 / np.maximum(variance, 0.05)
    return float(np.clip(np.polyfit(light, variance, 1, w=weight)[0], -_LIMIT, _LIMIT))
