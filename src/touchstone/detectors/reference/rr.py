"""Resolution: what a spectrum of native pixels lacks, and what interpolation repeats in it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from touchstone.footage.views import TILE_SIDE

from .residuals import Residuals
from .tiles import TileReader, TileReference

_BANDS = 11


class ResolutionAnalyzer(TileReader):
    """The power spectrum of a region: how far it reaches, and where it falls off."""

    def __init__(self, channels: int) -> None:
        super().__init__(_BANDS * _BANDS, channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        window = torch.hann_window(tiles.shape[-1], periodic=False)
        even = (tiles - tiles.mean(dim=(-2, -1), keepdim=True)) * window[:, None] * window
        power = torch.fft.rfft2(even).abs().square()
        half = power.shape[-2] // 2
        # up and down are alike: frequencies 0 … half along either axis
        folded = power[:, : half + 1] + F.pad(power[:, half:].flip(-2), (0, 0, 1, 0))[:, : half + 1]
        return F.adaptive_avg_pool2d(torch.log(folded + 1)[:, None], _BANDS).flatten(1)


class UpscalingDetector(TileReader):
    """Periods in the strength of the second derivative along rows and columns (Gallagher 2005; Mahdian & Saic 2008)."""

    def __init__(self, channels: int) -> None:
        super().__init__(2 * ((TILE_SIDE - 2) // 2), channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        window = torch.hann_window(tiles.shape[-1] - 2, periodic=False)
        values = []
        for picture in (tiles, tiles.mT):
            bend = (picture[:, :, 2:] - 2 * picture[:, :, 1:-1] + picture[:, :, :-2]).abs()
            strength = torch.log(bend + 0.5).mean(dim=1)
            strength = (strength - strength.mean(dim=1, keepdim=True)) * window
            values.append(torch.log(torch.fft.rfft(strength).abs()[:, 1:] + 1e-2))
        return torch.cat(values, dim=1)


class EdgeChecker(TileReader):
    """How sharp edges are: differences over one pixel against those over two and over four, the usual and the large ones."""

    def __init__(self, channels: int) -> None:
        super().__init__(12, channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        values = []
        for step in (1, 2, 4):
            for grown in (tiles[:, :, step:] - tiles[:, :, :-step], tiles[:, step:] - tiles[:, :-step]):
                size = grown.abs().flatten(1)
                values += [torch.log(size + 0.5).mean(dim=1), torch.log(size.square().mean(dim=1) + 0.1)]
        return torch.stack(values, dim=1)


class ResolutionReference(TileReference):
    """The reference specialist rr."""

    def __init__(self) -> None:
        super().__init__("rr")
        self.resolution_analyzer = ResolutionAnalyzer(10)
        self.upscaling_detector = UpscalingDetector(8)
        self.edge_checker = EdgeChecker(8)
        self.interpolation_detector = Residuals(10)
