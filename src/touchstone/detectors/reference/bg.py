"""Background and light: the face seen around its centre, the whole frame beside it; how each is lit, and in which colour.

Light on a head falls from one side, and from which one says nothing. So the face is looked at in rings and sectors, and what is
learned of one sector holds for all: convolutions run around the circle.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .base import Reference, StatisticsReader, seen_2d
from .relight import drawn_light
from .sectors import RINGS, SECTORS, TURNS, Round, around, mirrored, sectors

_WHOLE = 24
"""Pixels of the whole frame's side, as it is looked at."""
_PARTS = 6
_SHIFTS = (0.1, 0.03, 0.03)  # of the logarithms of light, red and blue to green, from one look to the next
_POLAR, _FRAME, _FINE = 3 * RINGS * SECTORS, 4 * _WHOLE * _WHOLE, _PARTS * _PARTS


class BgTexture(nn.Module):
    """The scene around the face: its light, and how much fine detail each part of it has."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.look = nn.Sequential(*seen_2d(4, 16, 3, 2), *seen_2d(16, 24, 3, 2))
        self.last = nn.Sequential(nn.Dropout(0.2), nn.Linear(48, channels))
        self.read = StatisticsReader(_FINE, channels)

    def forward(self, whole: Tensor, fine: Tensor) -> Tensor:
        """Whole frames ``[m, 4, side, side]`` and detail of their parts ``[m, parts²]`` → values ``[m, channels]``."""
        seen = self.look(whole)
        return self.last(torch.cat([seen.mean(dim=(-2, -1)), seen.amax(dim=(-2, -1))], dim=1)) + self.read(fine)


class LightingDetector(nn.Module):
    """Where light falls on the face from, by its harmonics around the circle, against where it falls on the scene from."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.round = Round(3, channels)
        self.read = StatisticsReader(3 * 3 * (1 + 2 * TURNS) + 3 * 3 + 3 * 4, channels)
        at = (torch.arange(_WHOLE) + 0.5) / _WHOLE * 2 - 1
        y, x = torch.meshgrid(at, at, indexing="ij")
        plane = torch.stack([torch.ones_like(x), x, y], dim=-1).view(-1, 3)
        self.register_buffer("plane", torch.linalg.pinv(plane), persistent=False)

    plane: Tensor

    def forward(self, polar: Tensor, whole: Tensor) -> Tensor:
        """Faces in rings and sectors and whole frames, as logarithm of light → values ``[m, channels]``."""
        face = around(polar)
        scene = whole[:, :3].flatten(2) @ self.plane.T  # mean, to the right, downwards
        slope, first = scene[:, 0, 1:], face[:, 0, :, [1, 1 + TURNS]]
        dot = (first * slope[:, None]).sum(dim=-1)
        cross = first[..., 0] * slope[:, None, 1] - first[..., 1] * slope[:, None, 0]
        sizes = [first.norm(dim=-1), slope.norm(dim=-1, keepdim=True).expand(-1, 3)]
        values = torch.cat([face.flatten(1), scene.flatten(1), dot, cross.abs(), *sizes], dim=1)
        return self.read(values) + self.round(polar)


class ShadowChecker(nn.Module):
    """Borders between light and shadow: steps of light along and across the rings."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.round = Round(2, channels)

    def forward(self, polar: Tensor) -> Tensor:
        """Faces in rings and sectors ``[m, 3, rings, sectors]`` → values ``[m, channels]``."""
        light = polar[:, :1]
        outwards = F.pad(light[:, :, 1:] - light[:, :, :-1], (0, 0, 1, 0))
        return self.round(torch.cat([outwards, light.roll(-1, -1) - light], dim=1))


class ColorTemp(nn.Module):
    """The colour of the light on the face against that on the rest: ratios of red and blue to green."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.read = StatisticsReader(2 * 3 * 2, channels)

    def forward(self, polar: Tensor, whole: Tensor) -> Tensor:
        """Faces in rings and sectors and whole frames → values ``[m, channels]``."""
        inside, edge = polar[:, 1:, : RINGS // 2], polar[:, 1:, -2:]
        values = [x for part in (inside, edge) for x in (part.mean(dim=(-2, -1)), part.std(dim=(-2, -1)))]
        ratio, weight = whole[:, 1:3], 1 - whole[:, 3:]
        total = weight.sum(dim=(-2, -1)) + 1
        mean = (ratio * weight).sum(dim=(-2, -1)) / total
        away = (ratio - mean[..., None, None]).square() * weight
        return self.read(torch.cat([*values, mean, (away.sum(dim=(-2, -1)) / total + 1e-4).sqrt()], dim=1))


class BackgroundReference(Reference):
    """The reference specialist bg."""

    def __init__(self) -> None:
        super().__init__("bg", 44)
        self.bg_texture = BgTexture(16)
        self.lighting_detector = LightingDetector(12)
        self.shadow_checker = ShadowChecker(8)
        self.color_temp = ColorTemp(8)

    def measured(self, seen: Tensor) -> Tensor:
        """Faces and whole frames uint8 ``[n, frames, 2, 4, side, side]`` → rings, whole frames, detail ``[n, frames, …]``.

        Colours are green as logarithm of light, and red and blue against it; light is less that of the whole frame.
        """
        frames = seen.flatten(0, 1).float() / 255
        log = torch.log(frames[:, :, :3].square() + 2e-3)  # about linear light (gamma 2), then its logarithm
        log = log - log[:, 1:].mean(dim=(1, 2, 3, 4), keepdim=True)
        light = torch.stack([log[:, :, 1], log[:, :, 0] - log[:, :, 1], log[:, :, 2] - log[:, :, 1]], dim=2)
        whole = torch.cat([light[:, 1], frames[:, 1, 3:]], dim=1)
        small = F.adaptive_avg_pool2d(whole, _WHOLE)
        green = whole[:, :1]
        fine = F.adaptive_avg_pool2d((green - F.avg_pool2d(green, 3, 1, 1)).square(), _PARTS)
        parts = [sectors(light[:, 0]).flatten(1), small.flatten(1), torch.log(fine + 1e-5).flatten(1)]
        return torch.cat(parts, dim=1).view(*seen.shape[:2], -1)

    def augmented(self, measured: Tensor, random: torch.Generator) -> Tensor:
        """One of the frames, half of the batches mirrored, all a little brighter or darker, warmer or colder."""
        at = int(torch.randint(measured.shape[1], (), generator=random))
        polar, whole, fine = self._parts(measured[:, at])
        shift = torch.randn(len(polar), 3, 1, 1, generator=random) * torch.tensor(_SHIFTS).view(3, 1, 1)
        polar, whole = polar + shift, torch.cat([whole[:, :3] + shift, whole[:, 3:]], dim=1)
        if torch.rand((), generator=random) < 0.5:
            polar, whole, fine = mirrored(polar), whole.flip(-1), fine.view(-1, _PARTS, _PARTS).flip(-1).flatten(1)
        return torch.cat([polar.flatten(1), whole.flatten(1), fine], dim=1).unsqueeze(1)

    planting = 0.3

    def planted(self, measured: Tensor, fake: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Some faces lit from elsewhere, as the intervention ``relight`` does it."""
        chosen = torch.rand(len(measured), generator=random) < self.planting
        gain = drawn_light(int(chosen.sum()), random)
        polar = measured[chosen][..., :_POLAR].unflatten(-1, (3, RINGS, SECTORS)).clone()
        polar[:, :, 0] += gain[:, None]
        changed = measured.clone()
        changed[chosen] = torch.cat([polar.flatten(2), measured[chosen][..., _POLAR:]], dim=2)
        return changed, fake | chosen

    def values(self, measured: Tensor) -> Tensor:
        """What was measured of every frame → values ``[n, 44]``, means over the frames."""
        polar, whole, fine = self._parts(measured.flatten(0, 1))
        scene, light = self.bg_texture(whole, fine), self.lighting_detector(polar, whole)
        values = torch.cat([scene, light, self.shadow_checker(polar), self.color_temp(polar, whole)], dim=1)
        return values.view(*measured.shape[:2], -1).mean(dim=1)

    def _parts(self, measured: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        polar, whole, fine = measured.split([_POLAR, _FRAME, _FINE], dim=1)
        return polar.view(-1, 3, RINGS, SECTORS), whole.view(-1, 4, _WHOLE, _WHOLE), fine
