"""Compression: the 8×8 grid at native resolution, and what quantisation leaves in its coefficients."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from .residuals import Residuals, cosines
from .tiles import TileReader, TileReference

_BLOCK = 8
_STEPS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24)
_LOW = 15  # coefficients of the lowest frequencies, beside the mean, whose steps are looked for
_LEVELS = (0.5, 1.5, 4.0)


def coefficients(tiles: Tensor) -> Tensor:
    """Transform coefficients of the blocks of tiles ``[m, side, side]``, as in ITU-T T.81: ``[m, 64, blocks]``."""
    return F.conv2d(tiles[:, None], cosines(_BLOCK), stride=_BLOCK).flatten(2)


def low_orders(count: int) -> list[int]:
    """Numbers of the lowest frequencies beside the mean, by their order u + v.

    >>> low_orders(4)
    [1, 8, 2, 9]
    """
    return sorted(range(1, _BLOCK * _BLOCK), key=lambda k: (k // _BLOCK + k % _BLOCK, k))[:count]


class DctAnalyzer(TileReader):
    """How large the coefficients of each frequency are, and how many of them are next to nothing."""

    def __init__(self, channels: int) -> None:
        super().__init__(_BLOCK * _BLOCK * (1 + len(_LEVELS)), channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        sizes = coefficients(tiles).abs()
        values = [torch.log(sizes + 0.5).mean(dim=2)]
        return torch.cat([*values, *((sizes > level).float().mean(dim=2) for level in _LEVELS)], dim=1)


class QuantDetector(TileReader):
    """Whether coefficients are multiples of a step: their characteristic function at the step's frequency.

    Coefficients that were quantised by q lie near multiples of q; the mean of cos(2πc/q) over them is then near 1.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(_LOW * len(_STEPS), channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        low = coefficients(tiles)[:, low_orders(_LOW)]
        return torch.cat([torch.cos(low * (2 * math.pi / step)).mean(dim=2) for step in _STEPS], dim=1)


class BlockChecker(TileReader):
    """Bends between neighbouring pixels by their place on the grid: at the border of a block, or inside it."""

    def __init__(self, channels: int) -> None:
        super().__init__(2 * _BLOCK, channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        values = []
        for picture in (tiles, tiles.mT):
            # third difference around the step from pixel k + 1 to k + 2: a smooth slope is not a border
            bend = (picture[:, :, 3:] - 3 * picture[:, :, 2:-1] + 3 * picture[:, :, 1:-2] - picture[:, :, :-3]).abs()
            bend = torch.log(bend + 0.5).mean(dim=1)
            places = F.pad(bend, (2, 1)).unflatten(1, (-1, _BLOCK))[:, 1:-1].mean(dim=1)
            values.append(places - places.mean(dim=1, keepdim=True))
        return torch.cat(values, dim=1)


class CompressionReference(TileReference):
    """The reference specialist cm."""

    def __init__(self) -> None:
        super().__init__("cm")
        self.specialist_dct_analyzer = DctAnalyzer(12)
        self.specialist_quant_detector = QuantDetector(10)
        self.specialist_block_checker = BlockChecker(8)
        self.specialist_compression_estimator = Residuals(10)
