"""Background and light: the whole frame and the face apart, how each is lit, and in which colour."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ._base import Reader, Reference

_SIDE = 48
"""Pixels of a picture's side, as it is looked at."""


def _look(inputs: int, channels: int) -> nn.Sequential:
    """Four convolutions that halve the picture, each time with more channels."""
    widths = (inputs, 16, 24, 32, 32)
    layers: list[nn.Module] = []
    for before, after in pairwise(widths):
        layers += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.BatchNorm2d(after), nn.ReLU()]
    return nn.Sequential(*layers, nn.Dropout2d(0.1), nn.Conv2d(32, channels, 1))


class BgTexture(nn.Module):
    """The scene around the face: its texture, its sharpness, whether it belongs to the picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.look = _look(4, channels)

    def forward(self, whole: Tensor) -> Tensor:
        """Whole frames ``[m, 4, side, side]`` → values ``[m, channels]``."""
        seen = self.look(whole)
        return seen.mean(dim=(-2, -1))


class LightingDetector(nn.Module):
    """Light on the face, as logarithm: where it is bright, and what a lamp could do to an ellipsoid.

    Harmonics of its normals up to the second order explain nearly all of a convex Lambertian surface's shading (Basri &
    Jacobs 2003).
    """

    solve: Tensor
    slope: Tensor

    def __init__(self, channels: int, side: int = _SIDE) -> None:
        super().__init__()
        at = (torch.arange(side) + 0.5) / side * 2.4 - 1.2
        y, x = torch.meshgrid(at, at, indexing="ij")
        inside = (x.square() + y.square() < 0.9).float()
        z = (1 - x.square() - y.square()).clamp(min=0.05).sqrt()
        basis = torch.stack([torch.ones_like(x), x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1], dim=-1)
        weighted = (basis * inside[..., None]).view(-1, 9)
        solve = torch.linalg.solve(weighted.T @ basis.view(-1, 9) + 1e-3 * torch.eye(9), weighted.T)
        self.register_buffer("solve", solve, persistent=False)
        ring = torch.stack([torch.ones_like(x), x, y], dim=-1).view(-1, 3)
        self.register_buffer("slope", torch.linalg.pinv(ring), persistent=False)
        self.read = Reader(3 * (9 + 3), channels)
        self.look = _look(2, channels)

    def forward(self, face: Tensor, whole: Tensor) -> Tensor:
        """Faces and whole frames ``[m, 4, side, side]``, colours as logarithm of light → values ``[m, channels]``."""
        harmonics = face[:, :3].flatten(2) @ self.solve.T
        slopes = whole[:, :3].flatten(2) @ self.slope.T
        found = torch.cat([harmonics, slopes], dim=2).flatten(1)
        light = face[:, :3].mean(dim=1, keepdim=True)
        pair = torch.cat([light, light.flip(-1)], dim=1)  # each half beside the other one
        return self.read(found) + self.look(pair).mean(dim=(-2, -1))


class ShadowChecker(nn.Module):
    """Borders between light and shadow on the face and around it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.look = _look(4, 2 * channels)
        self.read = nn.Linear(2 * 2 * channels, channels)

    def forward(self, face: Tensor) -> Tensor:
        """Faces ``[m, 4, side, side]`` → values ``[m, channels]``."""
        seen = self.look(face)
        return self.read(torch.cat([seen.mean(dim=(-2, -1)), seen.amax(dim=(-2, -1))], dim=1))


class ColorTemp(nn.Module):
    """The colour of the light on the face against that on the rest: ratios of red and blue to green."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.read = Reader(2 * 2 * 2, channels)

    def forward(self, face: Tensor, whole: Tensor) -> Tensor:
        """Faces and whole frames ``[m, 4, side, side]``, colours as logarithm of light → values ``[m, channels]``."""
        found = []
        for picture, weight in ((face, face[:, 3:]), (whole, 1 - whole[:, 3:])):
            ratio = picture[:, [0, 2]] - picture[:, 1:2]
            total = weight.sum(dim=(-2, -1)) + 1
            mean = (ratio * weight).sum(dim=(-2, -1)) / total
            away = (ratio - mean[..., None, None]).square() * weight
            found += [mean, torch.log(away.sum(dim=(-2, -1)) / total + 1e-4)]
        return self.read(torch.cat(found, dim=1))


class BackgroundReference(Reference):
    """The reference specialist bg."""

    def __init__(self) -> None:
        super().__init__("bg", 44)
        self.bg_texture = BgTexture(16)
        self.lighting_detector = LightingDetector(12)
        self.shadow_checker = ShadowChecker(8)
        self.color_temp = ColorTemp(8)

    def measured(self, seen: Tensor) -> Tensor:
        """Faces and whole frames uint8 → the same as logarithm of light, less that of the whole frame, half as large; float16."""
        frames = seen.float() / 255
        light = torch.log(frames[:, :, :, :3].square() + 2e-3)  # about linear light (gamma 2), then its logarithm
        light = light - light[:, :, 1:].mean(dim=(2, 3, 4, 5), keepdim=True)
        pictures = torch.cat([light, frames[:, :, :, 3:]], dim=3)
        return F.avg_pool2d(pictures.flatten(0, 3), 2).view(*pictures.shape[:4], _SIDE, _SIDE).half()

    def values(self, measured: Tensor) -> Tensor:
        """Faces and whole frames ``[n, frames, 2, 4, side, side]`` → values ``[n, 44]``, means over the frames."""
        pictures = measured.float().flatten(0, 1)
        face, whole = pictures[:, 0], pictures[:, 1]
        found = [
            self.bg_texture(whole),
            self.lighting_detector(face, whole),
            self.shadow_checker(face),
            self.color_temp(face, whole),
        ]
        return torch.cat(found, dim=1).view(*measured.shape[:2], -1).mean(dim=1)

    def augmented(self, measured: Tensor, random: torch.Generator) -> Tensor:
        """One of the frames, half of the batches mirrored."""
        at = int(torch.randint(measured.shape[1], (), generator=random))
        chosen = measured[:, at : at + 1]
        return chosen.flip(-1) if torch.rand((), generator=random) < 0.5 else chosen
