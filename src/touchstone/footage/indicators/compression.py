"""Traces of block-based compression, on the 8×8 grid that begins at the frame's upper left corner."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .picture import Picture

LEAST_STEP = 0.05  # level: within blocks flatter than this every edge is infinitely blocky

# ITU-T T.81, table K.1, and the order of table A.6.
_LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)
_ZIGZAG = np.array(sorted(range(64), key=lambda i: (i // 8 + i % 8, i // 8 if (i // 8 + i % 8) % 2 else i % 8)))
_HIGH = np.zeros(64, bool)
_HIGH[_ZIGZAG[32:]] = True


def blockiness(picture: Picture) -> float | None:
    """Mean luma step across 8×8 block edges over the mean step within blocks, minus 1; 0 where it is not larger.

    After Wang, Sheikh and Bovik 2002, the differences in both directions taken together. Undefined where the
    frame has no block edge (8 pixels or fewer in both directions).
    """
    columns, rows = picture.steps
    edge = float(columns[7::8].sum() + rows[7::8].sum())
    edges = len(columns[7::8]) * picture.height + len(rows[7::8]) * picture.width
    if edges == 0:
        return None
    inner = float(columns.sum() + rows.sum()) - edge
    inners = len(columns) * picture.height + len(rows) * picture.width - edges
    within = inner / inners
    return max(0.0, (edge / edges - within) / max(within, LEAST_STEP))


def dct_high_frequency_share(picture: Picture) -> float | None:
    """Share of the AC energy of 8×8 blocks in the second half of the zigzag order (32 of 64 frequencies).

    Undefined below 8×8 pixels and where there is no AC energy.
    """
    if picture.blocks is None:
        return None
    energy = picture.blocks.energy.ravel()
    alternating = energy[1:].sum()
    return float(energy[_HIGH].sum() / alternating) if alternating > 1e-3 else None


def quantisation_table(quality: int) -> NDArray[np.int64]:
    """Luminance steps of a quality on the scale of the Independent JPEG Group, ``[8, 8]``.

    >>> quantisation_table(50)[0, :3].tolist()
    [16, 11, 10]
    """
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.clip((_LUMINANCE * scale + 50) // 100, 1, 255)


@dataclass(frozen=True, slots=True)
class Quantiser:
    """What the coefficients say of how they were quantised.

    Attributes:
        quality: JPEG quality that explains them best; 100 where none does.
        noise: root mean square distance from that quality's grid, level; ``None`` where there is no grid.
    """

    quality: float
    noise: float | None


_BINS_PER_LEVEL = 4
_LARGEST = 256  # levels: hardly a coefficient is larger
_SMALLEST = 2  # levels: smaller coefficients are zeros with rounding noise, whatever the step
_ROUNDING = 0.4  # level: RGB and luma are rounded to whole levels after decoding
_OUTLIERS = 0.02
_EVIDENCE = 0.02  # nats per coefficient, and at least:
_LEAST_EVIDENCE = 20.0
_FEWEST_BLOCKS = 16
_TABLES = np.stack([quantisation_table(quality).ravel() for quality in range(1, 100)])


def _log_likelihoods() -> NDArray[np.float32]:
    """Log-likelihood ratio of "multiples of a step, plus rounding noise" to "no grid": ``[bin, step]``.

    A coefficient at distance r from the nearest multiple of step s has s · N(r; 0, σ²) times the density that
    it would have without quantisation; coarse grids gain by log s for every coefficient that they hit.
    """
    values = (np.arange(_LARGEST * _BINS_PER_LEVEL) + 0.5) / _BINS_PER_LEVEL
    steps = np.arange(1, 256)
    rest = values[:, None] - steps * np.round(values[:, None] / steps)
    density = sum(np.exp(-(((rest + turn * steps) / _ROUNDING) ** 2) / 2) for turn in (-2, -1, 0, 1, 2)) / (
        _ROUNDING * math.sqrt(2 * math.pi)
    )
    ratio = np.log((1 - _OUTLIERS) * steps * density + _OUTLIERS)
    ratio[values < _SMALLEST] = 0
    return ratio.astype(np.float32)


_RATIOS = _log_likelihoods()
_PRODUCT = 16  # bins per product: larger ones would be spread over threads
_FREQUENCY = (np.arange(64, dtype=np.int32) * len(_RATIOS))[:, None]


def quantiser(picture: Picture, chosen: NDArray[np.bool_] | None = None) -> Quantiser | None:
    """The JPEG quality whose luminance table explains the histograms of the coefficients best.

    Maximum likelihood over the qualities 1–99, after Fan and de Queiroz 2003. Tells quantisation on this grid
    only: video codecs with other transforms, rescaled and shifted pictures have none. Undefined below 8×8
    pixels.

    Args:
        picture: the frame.
        chosen: which of the sampled blocks are looked at; all where ``None``. Undefined for fewer than 16.
    """
    if picture.blocks is None:
        return None
    coefficients = picture.blocks.sample
    if chosen is not None:
        coefficients = coefficients[:, chosen]
        if coefficients.shape[1] < _FEWEST_BLOCKS:
            return None
    bins = np.abs(coefficients * _BINS_PER_LEVEL).astype(np.int32)
    inside = (bins >= _SMALLEST * _BINS_PER_LEVEL) & (bins < len(_RATIOS))
    bins += _FREQUENCY
    keys = bins[inside]
    counts = np.bincount(keys, minlength=64 * len(_RATIOS)).reshape(64, -1).astype(np.float32)
    by_frequency = _weigh(counts)[np.arange(64), _TABLES - 1]
    evidence = by_frequency.sum(axis=1)
    best = int(evidence.argmax())
    # The mean of a block alone proves nothing: flat areas repeat one value, and some step divides it.
    alternating = float(by_frequency[best, 1:].sum())
    if alternating < _LEAST_EVIDENCE or evidence[best] < _EVIDENCE * len(keys):
        return Quantiser(100.0, None)
    steps = _TABLES[best].astype(np.float32)[:, None]
    rest = coefficients - steps * np.round(coefficients / steps)
    return Quantiser(best + 1.0, float(np.sqrt(np.mean(np.square(rest)))))


def quality_difference(picture: Picture, whole: Quantiser | None) -> float | None:
    """Estimated JPEG quality of the face minus that of the background, 100 standing for no quantiser.

    Undefined without either region, and where neither shows a quantiser.

    Args:
        picture: the frame.
        whole: what :func:`quantiser` said of the whole of it.
    """
    if picture.face_blocks is None or picture.background_blocks is None or whole is None:
        return None
    face = quantiser(picture, picture.face_blocks)
    if face is None or whole.quality == face.quality == 100:
        return None
    background = quantiser(picture, picture.background_blocks)
    if background is None or background.quality == face.quality == 100:
        return None
    return face.quality - background.quality


def _weigh(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Evidence of each frequency for each step, ``[64, 255]``, from its histogram, ``[64, bin]``."""
    evidence = np.zeros((len(counts), _RATIOS.shape[1]), np.float32)
    # High frequencies hold small coefficients only: each takes part as far as it reaches.
    reach = np.where(counts.any(axis=1), counts.shape[1] - np.argmax(counts[:, ::-1] > 0, axis=1), 0)
    order = np.argsort(-reach)
    for start in range(0, int(reach.max()), _PRODUCT):
        rows, stop = order[: int(np.count_nonzero(reach > start))], start + _PRODUCT
        evidence[rows] += counts[rows, start:stop] @ _RATIOS[start:stop]
    return evidence
