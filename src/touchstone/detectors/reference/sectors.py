"""A face in rings and sectors around its centre: a turn of the light is a shift, and convolutions run around the circle."""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from touchstone.footage.views import AROUND

RINGS, SECTORS = 12, 32
REACH = 1.18
"""Outermost ring, in half axes of the face's box."""
TURNS = 3
"""Harmonics around the circle."""


def sectors(faces: Tensor) -> Tensor:
    """Pictures of a face ``[n, c, side, side]`` → in rings and sectors ``[n, c, rings, sectors]``, sector 0 to the right."""
    radius = (torch.arange(RINGS) + 0.5) / RINGS * REACH / AROUND
    angle = (torch.arange(SECTORS) + 0.5) / SECTORS * 2 * math.pi
    grid = torch.stack([radius[:, None] * angle.cos(), radius[:, None] * angle.sin()], dim=-1)
    return F.grid_sample(faces, grid.to(faces).expand(len(faces), -1, -1, -1), align_corners=False)


def mirrored(polar: Tensor) -> Tensor:
    """Rings and sectors ``[…, sectors]`` of a face → those of its mirror image."""
    return polar.flip(-1).roll(SECTORS // 2, -1)


def around(polar: Tensor, turns: int = TURNS) -> Tensor:
    """Rings and sectors ``[n, c, rings, sectors]`` → mean, and cosine and sine of the first turns, of three parts of the radius.

    Returns:
        ``[n, c, 3, 1 + 2 · turns]``.
    """
    parts = F.adaptive_avg_pool2d(polar[:, :, : RINGS * 5 // 6], (3, SECTORS))
    wave = torch.fft.rfft(parts, dim=-1)[..., : turns + 1] / SECTORS
    return torch.cat([wave.real, wave.imag[..., 1:]], dim=-1)


def places() -> tuple[Tensor, Tensor, Tensor]:
    """Where rings and sectors lie, in half axes of the face's box to the right and downwards, and their areas."""
    radius = ((torch.arange(RINGS) + 0.5) / RINGS * REACH)[None, :, None]
    angle = ((torch.arange(SECTORS) + 0.5) / SECTORS * 2 * math.pi)[None, None]
    return radius * angle.cos(), radius * angle.sin(), radius.expand(-1, -1, SECTORS)


class Round(nn.Module):
    """Convolutions over rings and around the circle, then mean and maximum over all sectors: which side does not matter."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        widths = (inputs, 24, 32, 32)
        self.steps = nn.ModuleList(
            nn.Sequential(nn.Conv2d(a, b, (3, 5), stride=(1, 1 if k == 0 else 2)), nn.BatchNorm2d(b), nn.ReLU())
            for k, (a, b) in enumerate(pairwise(widths))
        )
        self.last = nn.Sequential(nn.Dropout(0.2), nn.Linear(64, channels))

    def forward(self, polar: Tensor) -> Tensor:
        """``[m, inputs, rings, sectors]`` → values ``[m, channels]``."""
        for step in self.steps:
            polar = step(F.pad(polar, (2, 2, 0, 0), mode="circular"))
        return self.last(torch.cat([polar.mean(dim=(-2, -1)), polar.amax(dim=(-2, -1))], dim=1))
