"""Doses of compression."""

from __future__ import annotations

import numpy as np
from scipy.fft import dctn

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery, core, faces, grid, luma

# ITU-T T.81, table K.1
_TABLE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56], [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)  # fmt: skip
_ORDER = np.add.outer(np.arange(8), np.arange(8))
_USED = (_ORDER >= 1) & (_ORDER <= 5)


def _steps(quality: int) -> Array:
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return np.clip(np.floor((_TABLE * scale + 50) / 100), 1, 255)


def _blocks(plane: Array) -> Array:
    """8×8 transforms of a plane's whole blocks, ``[n, 8, 8]``."""
    high, wide = plane.shape[0] // 8, plane.shape[1] // 8
    blocks = plane[: high * 8, : wide * 8].reshape(high, 8, wide, 8).transpose(0, 2, 1, 3).reshape(-1, 8, 8)
    return dctn(blocks - 128, axes=(1, 2), norm="ortho")


def _fit(blocks: Array, qualities: range = range(1, 101)) -> tuple[float, int]:
    """The quality at whose steps the coefficients lie, and how well they do (1: exactly).

    Coefficients at multiples of a step also lie at multiples of half of it, only less exactly against the rounding; and
    steps that are too long are hit by the zeros alone, which do not count.
    """
    values = blocks[:, _USED]
    scores = []
    for quality in qualities:
        steps = _steps(quality)[_USED]
        heard = np.abs(values) > np.maximum(0.4 * steps, 2)
        fit = np.cos(2 * np.pi * values / steps) * heard
        scores.append(fit.sum() / max(heard.sum(), 60))
    best = int(np.argmax(scores))
    return float(scores[best]), qualities[best]


def jpeg_quality(sham: Clip, treated: Clip) -> float:
    """Steps of the quantiser from where the 8×8 coefficients of the whole frame lie."""
    del sham
    chosen = treated.frames[:: max(1, len(treated.frames) // 8)]
    return float(_fit(np.concatenate([_blocks(luma(f)) for f in chosen]))[1])


def region_quality(sham: Clip, treated: Clip) -> float:
    """The same from the whole blocks of the frame's grid in the middle of the face."""
    pieces = []
    for i, box in faces(sham):
        rows, columns = core(box.scaled(1.1), sham.frames.shape[1:3])
        top, left = -(-rows.start // 8) * 8, -(-columns.start // 8) * 8
        pieces.append(_blocks(luma(treated.frames[i][top : rows.stop, left : columns.stop])))
    return float(_fit(np.concatenate(pieces))[1])


def first_quality(sham: Clip, treated: Clip) -> float:
    """The same on every shifted grid; the one that fits best tells the first compression."""
    del sham
    planes = [luma(f) for f in treated.frames[:: max(1, len(treated.frames) // 3)]]
    shifted = {
        (down, right): np.concatenate([_blocks(p[down:, right:]) for p in planes])
        for down in range(1, 8)
        for right in range(1, 8)
    }
    best = max(shifted.values(), key=lambda blocks: _fit(blocks, range(10, 95, 7))[0])
    return float(_fit(best, range(5, 95))[1])


def band_gain(sham: Clip, treated: Clip) -> float:
    """Slope of the middle coefficients of the face's blocks on the sham's."""
    band = (_ORDER >= 3) & (_ORDER < 8)
    both, alone = 0.0, 0.0
    for i, box in faces(sham):
        rows, columns = core(box, sham.frames.shape[1:3])
        top, left = -(-rows.start // 8) * 8, -(-columns.start // 8) * 8
        a, b = (_blocks(luma(c.frames[i][top : rows.stop, left : columns.stop]))[:, band] for c in (sham, treated))
        both, alone = both + (a * b).sum(), alone + (a * a).sum()
    return float(100 * (both / alone - 1))


def flat_blocks(sham: Clip, treated: Clip) -> float:
    """Share of the 8×8 blocks inside the face's ellipse that hold one colour only."""
    flat, count = 0, 0
    for i, box in faces(sham):
        u, v = grid(box, sham.frames.shape[1:3])
        ring = np.hypot(u, v) < 1
        for row in range(0, sham.frames.shape[1] - 7, 8):
            for column in range(0, sham.frames.shape[2] - 7, 8):
                here = slice(row, row + 8), slice(column, column + 8)
                if ring[here].all():
                    count += 1
                    flat += bool((np.ptp(treated.frames[i][here], axis=(0, 1)) == 0).all())
    return 100 * flat / max(count, 1)


# Rows and columns of ISO/IEC 11172-2, 2.4.3.2: weights of intra blocks.
_INTRA = np.array(
    [
        [8, 16, 19, 22, 26, 27, 29, 34], [16, 16, 22, 24, 27, 29, 34, 37],
        [19, 22, 26, 27, 29, 34, 34, 38], [22, 22, 26, 27, 29, 34, 37, 40],
        [22, 26, 27, 29, 32, 35, 40, 48], [26, 27, 29, 32, 35, 40, 48, 58],
        [26, 27, 29, 34, 38, 46, 56, 69], [27, 29, 35, 38, 46, 56, 69, 83],
    ]
)  # fmt: skip


def intra_quantiser(sham: Clip, treated: Clip) -> float:
    """The scale at whose steps the coefficients of the first picture lie, which MPEG-1 codes for itself alone."""
    del sham
    values = _blocks(16 + luma(treated.frames[0]) * 219 / 255)[:, _USED]
    scores = []
    for scale in range(1, 32):
        # Levels are made odd after scaling (mismatch control), which lies within the rounding.
        steps = np.maximum(_INTRA[_USED] * scale / 8, 1)
        heard = np.abs(values) > np.maximum(0.5 * steps, 2)
        fit = np.cos(2 * np.pi * values / steps) * heard
        scores.append(fit.sum() / max(heard.sum(), 60))
    return 1.0 + int(np.argmax(scores))


RECOVERIES = {
    "jpeg": Recovery(jpeg_quality, 3, 0, "steps of the quantiser from the 8×8 coefficients"),
    "region_jpeg": Recovery(region_quality, 4, 0, "the same, from the blocks in the middle of the face"),
    "double_jpeg": Recovery(first_quality, 4, 0, "the same on all 49 shifted grids; the best fit counts"),
    "dct_tamper": Recovery(band_gain, 5, 0.1, "slope of the middle coefficients on the sham's"),
    "block_patches": Recovery(flat_blocks, 1.5, 0.1, "share of blocks of one colour"),
    "mpeg1_quality": Recovery(
        intra_quantiser, 1, 0, "steps of the quantiser from the first picture's 8×8 coefficients"
    ),
}
