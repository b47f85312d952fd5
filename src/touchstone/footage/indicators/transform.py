"""The 8×8 discrete cosine transform of all blocks of a picture, as matrix products."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Slices = tuple[slice, slice]
Coefficients = NDArray[np.float32]


def cosine_matrix() -> Coefficients:
    """The orthonormal 8-point DCT-II (ITU-T T.81, A.3.3): ``matrix @ column`` transforms a column."""
    frequency, position = np.mgrid[0:8, 0:8]
    matrix = np.cos((2 * position + 1) * frequency * np.pi / 16) / 2
    matrix[0] /= np.sqrt(2)
    return matrix.astype(np.float32)


_COSINES = cosine_matrix()


# Rows of blocks that are transformed at a time: small enough to stay in the processor's cache.
_STRIP = 8


class BlockTransform:
    """Coefficients of the 8×8 blocks of a plane, blocks counted from its upper left corner; a rest is cut off.

    Args:
        luma: uint8 ``[H, W]``, at least 8×8.
        most: blocks of which coefficients are kept, spread over the picture.

    Attributes:
        energy: mean square of each coefficient over all blocks, float64 ``[8, 8]``; row is the vertical frequency.
        sample: coefficients of at most ``most`` blocks, float32 ``[64, n]``, row ``8 u + v``.
        top: first row of pixels of each of these blocks, ``[n]``.
        left: first column of pixels of each of these blocks, ``[n]``.
    """

    def __init__(self, luma: NDArray[np.uint8], most: int) -> None:
        rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
        # Whole rows of blocks are kept, so that the picture's left and right count alike.
        step = max(1, -(-rows * columns // most))
        kept: list[Coefficients] = []
        places: list[int] = []
        squares = np.zeros((8, 8 * columns))
        for start in range(0, rows, _STRIP):
            stop = min(start + _STRIP, rows)
            levels = luma[8 * start : 8 * stop, : 8 * columns].astype(np.float32)
            levels -= 128
            # One product per row of pixels: larger ones would be spread over threads, which fight for the cores when
            # every process does so.
            along = levels.reshape(-1, columns, 8) @ _COSINES.T
            # [block row, vertical frequency, block column × horizontal frequency]
            values = _COSINES @ along.reshape(stop - start, 8, 8 * columns)
            squares += np.einsum("ruc,ruc->uc", values, values)
            chosen = [row for row in range(start, stop) if row % step == min(step, rows) // 2]
            kept.extend(values[row - start] for row in chosen)
            places.extend(chosen)
        self.energy: NDArray[np.float64] = squares.reshape(8, columns, 8).sum(axis=1) / (rows * columns)
        blocks = np.stack(kept).reshape(-1, 8, columns, 8).transpose(1, 3, 0, 2)
        self.sample: Coefficients = blocks[..., : max(1, most)].reshape(64, -1)
        across = blocks[..., : max(1, most)].shape[-1]
        self.top: NDArray[np.int64] = np.repeat(8 * np.array(places), across)
        self.left: NDArray[np.int64] = np.tile(8 * np.arange(across), len(places))

    def inside(self, window: Slices) -> NDArray[np.bool_]:
        """Which of the sampled blocks lie wholly inside a window, ``[n]``."""
        return self._within(window[0], self.top) & self._within(window[1], self.left)

    def outside(self, window: Slices) -> NDArray[np.bool_]:
        """Which of the sampled blocks have no pixel inside a window, ``[n]``."""
        rows, columns = window
        apart_down = (self.top + 8 <= rows.start) | (self.top >= rows.stop)
        return apart_down | (self.left + 8 <= columns.start) | (self.left >= columns.stop)

    @staticmethod
    def _within(span: slice, start: NDArray[np.int64]) -> NDArray[np.bool_]:
        return (start >= span.start) & (start + 8 <= span.stop)
