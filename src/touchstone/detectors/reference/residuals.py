"""What high-pass filters leave of tiles: the energy of every frequency of 5×5 pixels, and which small steps follow each other."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from .tiles import TileReader

_SIDE = 5
_SMALL = 4.0  # grey levels: what noise and weak texture leave of a filter
_MOST = 2  # of quantised steps
_LEVELS = 2 * _MOST + 1


def cosines(side: int) -> Tensor:
    """The two-dimensional cosines of the orthonormal DCT-II of ``side`` pixels, ``[side², 1, side, side]``, the mean first."""
    order, place = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    basis = torch.cos((2 * place + 1) * order * math.pi / (2 * side)) * math.sqrt(2 / side)
    basis[0] /= math.sqrt(2)
    return torch.einsum("uy,vx->uvyx", basis, basis).reshape(side * side, 1, side, side)


def filter_energies(tiles: Tensor) -> Tensor:
    """Tiles ``[m, side, side]`` → logarithms of energy, and of usual size, behind 24 filters without mean: ``[m, 48]``."""
    left = F.conv2d(tiles[:, None], cosines(_SIDE)[1:], stride=2)
    small = left.clamp(-_SMALL, _SMALL).abs().mean(dim=(-2, -1))
    return torch.cat([torch.log(left.square().mean(dim=(-2, -1)) + 0.01), torch.log(small + 0.02)], dim=1)


def small_steps(tiles: Tensor) -> Tensor:
    """How often small second differences follow each other along rows and columns, ``[m, 50]``.

    Co-occurrences of truncated residuals (SPAM, Pevný, Bass & Fridrich 2010; SRM, Fridrich & Kodovský 2012), as square roots of
    shares.
    """
    shares = []
    for picture in (tiles, tiles.mT):
        bend = picture[:, :, 2:] - 2 * picture[:, :, 1:-1] + picture[:, :, :-2]
        step = (bend / 2).round().clamp(-_MOST, _MOST).long() + _MOST
        pair = step[:, :, 1:] * _LEVELS + step[:, :, :-1]
        bins = _LEVELS * _LEVELS
        at = pair.flatten(1) + bins * torch.arange(len(tiles), device=tiles.device)[:, None]
        counts = torch.bincount(at.flatten(), minlength=bins * len(tiles)).view(len(tiles), bins)
        shares.append((counts / pair[0].numel()).sqrt())
    return torch.cat(shares, dim=1)


class Residuals(TileReader):
    """Energies behind filters, and which small steps follow each other."""

    def __init__(self, channels: int) -> None:
        super().__init__(2 * (_SIDE * _SIDE - 1) + 2 * _LEVELS * _LEVELS, channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        return torch.cat([filter_energies(tiles), small_steps(tiles)], dim=1)
