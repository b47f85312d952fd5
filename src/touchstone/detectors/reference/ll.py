"""Low light: noise in native pixels, from frame to frame and within a frame, and how it hangs on brightness."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .residuals import filter_energies, small_steps
from .tiles import TileReader, TileReference

_TONES = (16, 32, 64, 112, 176)  # borders of classes of brightness
_SMALL = 8  # pixels: side of the parts whose noise is compared
_SHARES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
_LAPLACIAN = ((1.0, -2.0, 1.0), (-2.0, 4.0, -2.0), (1.0, -2.0, 1.0))  # Immerkær (1996)


def quiet_to_busy(noise: Tensor) -> Tensor:
    """Energies of parts of 8×8 pixels of ``[m, side, side]``, as logarithm, at seven ranks ``[m, 7]``.

    The quiet parts are those where nothing moves and nothing has an edge: what they hold is noise.
    """
    energies = F.avg_pool2d(noise.square()[:, None], _SMALL).flatten(1)
    ranked = torch.log(energies + 0.02).sort(dim=1).values
    return ranked[:, [round(share * (ranked.shape[1] - 1)) for share in _SHARES]]


def fine(picture: Tensor) -> Tensor:
    """What a mean of 3×3 pixels takes away from ``[m, side, side]``."""
    return picture - F.avg_pool2d(picture[:, None], 3, 1, 1)[:, 0]


class Brightness(TileReader):
    """Brightness as a local mean of ``side`` pixels: its shares of dark and bright, its spread, and what is finer than it."""

    def __init__(self, side: int, channels: int) -> None:
        super().__init__(len(_TONES) + 3, channels)
        self._side = side

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        del later
        local = F.avg_pool2d(tiles[:, None], self._side, 1)[:, 0]
        edge = self._side // 2
        rest = tiles[:, edge:-edge, edge:-edge] - local
        values = [(local > tone).float().mean(dim=(-2, -1)) for tone in _TONES]
        values += [local.mean(dim=(-2, -1)) / 255, torch.log(local.flatten(1).std(dim=1) + 1)]
        values.append(torch.log(rest.square().mean(dim=(-2, -1)) + 0.05))
        return torch.stack(values, dim=1)


class LuminanceBranch(TileReader):
    """Three branches of brightness, with kernels of 3, 5 and 7 pixels, each of a third of the channels."""

    def __init__(self, channels: int) -> None:
        branches = [Brightness(side, channels // 3) for side in (3, 5, 7)]
        super().__init__(sum(branch.statistics for branch in branches), channels)
        self.reader = nn.Identity()
        self.branches = nn.ModuleList(branches)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        return torch.cat([branch.measure(tiles, later) for branch in self._all()], dim=1)

    def forward(self, measured: Tensor) -> Tensor:
        """What was measured, branch after branch ``[n, 2, 2, s]`` → values ``[n, channels]``."""
        parts = measured.split([branch.statistics for branch in self._all()], dim=-1)
        return torch.cat([branch(part) for branch, part in zip(self._all(), parts, strict=True)], dim=1)

    def _all(self) -> list[Brightness]:
        return [branch for branch in self.branches if isinstance(branch, Brightness)]


class NoiseDetector(TileReader):
    """Noise between two consecutive frames, and within one frame, from the quietest parts to the busiest."""

    def __init__(self, channels: int) -> None:
        super().__init__(4 * len(_SHARES) + 2 * 48 + 2 * 50, channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        change = later - tiles
        kernel = torch.tensor(_LAPLACIAN)[None, None] / 6
        within = F.conv2d(tiles[:, None], kernel, padding=1)[:, 0]
        # noise of two frames averages out, detail does not
        still = F.conv2d(((tiles + later) / 2)[:, None], kernel, padding=1)[:, 0]
        values = [quiet_to_busy(x) for x in (change, fine(change), within, still)]
        values += [filter_energies(change), filter_energies(tiles), small_steps(change), small_steps(tiles)]
        return torch.cat(values, dim=1)


class ShadowDetector(TileReader):
    """The dark parts: how noisy they are against the bright ones, and how much is cut off at either end."""

    def __init__(self, channels: int) -> None:
        super().__init__(3 * (len(_TONES) + 1) + 4, channels)

    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        between, within = fine(later - tiles).square(), fine(tiles).square()
        edges = (-1, *_TONES, 256)
        values = []
        for low, high in pairwise(edges):
            inside = ((tiles > low) & (tiles <= high)).float()
            total = inside.sum(dim=(-2, -1))
            values += [torch.log((x * inside).sum(dim=(-2, -1)) / (total + 40) + 0.05) for x in (between, within)]
            values.append(total / inside[0].numel())
        values += [(tiles <= level).float().mean(dim=(-2, -1)) for level in (1, 8)]
        values += [(tiles >= level).float().mean(dim=(-2, -1)) for level in (247, 254)]
        return torch.stack(values, dim=1)


class LowLightReference(TileReference):
    """The reference specialist ll."""

    def __init__(self) -> None:
        super().__init__("ll")
        self.luminance_branch = LuminanceBranch(48)
        self.noise_detector = NoiseDetector(12)
        self.shadow_detector = ShadowDetector(8)
