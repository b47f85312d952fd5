"""The seven known checkpoint layouts: how to build each network, and which tensors it holds."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import torch

from touchstone.detectors.keys import check_layout
from touchstone.detectors.threads import torch_float32
from touchstone.vocabulary.domains import DOMAINS

from .specialist import CompressionSpecialist, Specialist
from .temporal_legacy import TemporalLegacy

Network = Specialist | TemporalLegacy

TABLE = Path(__file__).with_suffix(".json")
"""Names and shapes of all tensors, as ``scripts/layouts.py`` writes them: building seven networks takes seconds."""


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
    check_layout(key)
    tables = json.loads(TABLE.read_text(encoding="utf-8"))
    whole = tables[key] if key == "tm_legacy" else tables["backbone"] | tables[key]
    return {name: tuple(shape) for name, shape in whole.items()}


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
