"""The components of the specialists' modules: small branches that read the input image itself.

Every component is pooled to 7×7, all are concatenated along the channels, and an attention weighs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from touchstone.vocabulary.domains import Domain

GRID_SIDE = 7
"""Rows and columns that every component is pooled to."""

_ATTENTION_WIDTH = 32


@dataclass(frozen=True, slots=True)
class _Conv:
    """One convolution: its kernel, its stride and its padding, by default the one that keeps the size."""

    kernel: int
    stride: int = 1
    padding: int | None = None

    def layer(self, inputs: int, outputs: int) -> nn.Conv2d:
        padding = self.kernel // 2 if self.padding is None else self.padding
        return nn.Conv2d(inputs, outputs, self.kernel, self.stride, padding)


def _twice(kernel: int, stride: int = 1, padding: int | None = None) -> tuple[_Conv, _Conv]:
    conv = _Conv(kernel, stride, padding)
    return conv, conv


# The two convolutions of every component that has one branch.
_CONVOLUTIONS: dict[str, tuple[_Conv, _Conv]] = {
    # bg
    "bg_texture": _twice(7), "lighting_detector": _twice(5), "shadow_checker": _twice(9), "color_temp": _twice(3),
    # cm
    "specialist_dct_analyzer": (_Conv(8, stride=8, padding=0), _Conv(1)),
    "specialist_quant_detector": _twice(4, stride=2, padding=1),
    "specialist_block_checker": _twice(3), "specialist_compression_estimator": _twice(5),
    # av
    "lip_analyzer": _twice(5), "motion_detector": _twice(7), "temporal_checker": _twice(3), "av_correlation": _twice(3),
    # rr
    "resolution_analyzer": _twice(3), "upscaling_detector": _twice(5), "edge_checker": _twice(3),
    "interpolation_detector": _twice(7),
    # ll
    "noise_detector": _twice(5), "shadow_detector": _twice(7),
    # tm
    "frame_consistency": _twice(5), "motion_analyzer": _twice(7), "temporal_detector": _twice(3), "optical_flow": _twice(9),
}  # fmt: skip

# Components of several branches, and the kernel of each branch.
_BRANCHES: dict[str, tuple[int, ...]] = {"luminance_branch": (3, 5, 7)}


class Branches(nn.ModuleList):
    """Branches side by side, pooled and concatenated along the channels: [n, 3, h, w] → [n, channels, 7, 7].

    They are pooled here because the full maps of several branches would be large; pooling 7×7 to 7×7 once
    more changes nothing.
    """

    def forward(self, images: Tensor) -> Tensor:
        """Values of all branches, in order."""
        return torch.cat([F.adaptive_avg_pool2d(branch(images), GRID_SIDE) for branch in self], dim=1)


def component(name: str, channels: int) -> nn.Module:
    """A component with fresh weights: images [n, 3, h, w] → maps [n, channels, ., .]."""
    if name in _BRANCHES:
        kernels = _BRANCHES[name]
        width = channels // len(kernels)
        return Branches(nn.Sequential(*_two_convolutions(_twice(k), width, width)) for k in kernels)
    layers = _two_convolutions(_CONVOLUTIONS[name], channels, 2 * channels)
    return nn.Sequential(*layers, nn.Conv2d(2 * channels, channels, 1))


def _two_convolutions(convs: tuple[_Conv, _Conv], first: int, second: int) -> list[nn.Module]:
    start: list[nn.Module] = [convs[0].layer(3, first), nn.BatchNorm2d(first), nn.ReLU()]
    return [*start, convs[1].layer(first, second), nn.BatchNorm2d(second), nn.ReLU()]


def channel_attention(channels: int) -> nn.Sequential:
    """Weights between 0 and 1 for every channel and place: [n, channels, 7, 7] → the same shape."""
    narrow, wide = nn.Conv2d(channels, _ATTENTION_WIDTH, 1), nn.Conv2d(_ATTENTION_WIDTH, channels, 1)
    return nn.Sequential(narrow, nn.ReLU(), wide, nn.Sigmoid())


def module_values(images: Tensor, components: Mapping[str, nn.Module], attention: nn.Module) -> Tensor:
    """Components over images [n, 3, h, w]: pooled, concatenated, weighed, flattened to [n, 49 · channels]."""
    maps = torch.cat([F.adaptive_avg_pool2d(part(images), GRID_SIDE) for part in components.values()], dim=1)
    return (maps * attention(maps)).flatten(1)


class SpecialistModule(nn.Module):
    """The module of one domain: its components and their attention, under the names that checkpoints use."""

    def __init__(self, domain: Domain) -> None:
        super().__init__()
        self._names = tuple(name for name, _ in domain.components)
        for name, channels in domain.components:
            self.add_module(name, component(name, channels))
        self.attention = channel_attention(domain.channels)

    @property
    def components(self) -> dict[str, nn.Module]:
        """The components by name, in order."""
        return {name: self.get_submodule(name) for name in self._names}

    def forward(self, images: Tensor) -> Tensor:
        """Images [n, 3, h, w] → values [n, 49 · channels]."""
        return module_values(images, self.components, self.attention)
