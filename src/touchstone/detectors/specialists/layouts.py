"""The seven known checkpoint layouts: how to build each network, and which tensors it holds."""

from __future__ import annotations

from functools import cache

import torch

from touchstone.detectors.keys import check_layout
from touchstone.detectors.threads import torch_float32
from touchstone.vocabulary.domains import DOMAINS

from .specialist import CompressionSpecialist, Specialist
from .temporal_legacy import TemporalLegacy

Network = Specialist | TemporalLegacy


@torch_float32()
def build_network(key: str) -> Network:
    """A network of layout ``key`` with fresh random weights, in training mode.

    Raises:
        UsageError: no such layout.
    """
    check_layout(key)
    if key == "tm_legacy":
        return TemporalLegacy()
    return CompressionSpecialist() if key == "cm" else Specialist(key)


def skeleton(key: str) -> Network:
    """A network of layout ``key`` without weights (on torch's ``meta`` device), in evaluation mode.

    It costs no memory and no time for weights that a checkpoint replaces anyway; fill it with
    ``load_state_dict(state, assign=True)``.

    Raises:
        UsageError: no such layout.
    """
    with torch.device("meta"):
        return build_network(key).eval()


@cache
def layout(key: str) -> dict[str, tuple[int, ...]]:
    """Names and shapes of all tensors of layout ``key``, in the order of its state dict.

    Raises:
        UsageError: no such layout.

    >>> layout("cm")["specialist_dct_analyzer.0.weight"]
    (12, 3, 8, 8)
    """
    return {name: tuple(tensor.shape) for name, tensor in skeleton(key).state_dict().items()}


def architecture(key: str) -> str:
    """The network in one line.

    Raises:
        UsageError: no such layout.

    >>> architecture("bg")
    'EfficientNet-B4 + BG Specialist Module (44 channels)'
    """
    check_layout(key)
    if key == "tm_legacy":
        return "ResNet-18 per frame + LSTM (2 layers of 256)"
    return f"EfficientNet-B4 + {key.upper()} Specialist Module ({DOMAINS[key].channels} channels)"
