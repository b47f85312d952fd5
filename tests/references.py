"""Tiny reference specialists for tests: the components of their domain over a few means of the view."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from touchstone.detectors.reference import REFERENCES, Measured, Reference, ReferenceCard, save_reference
from touchstone.vocabulary.domains import DOMAINS

BINS = 64
CARD = ReferenceCard(
    data="noise",
    command="touchstone train cm --steps 0",
    seed=0,
    numbers=(Measured(name="AUC on nothing", value=0.5, low=0.4, high=0.6, n=10),),
    limits=("never learned",),
)


class TinyReference(Reference):
    """Answers for any view, and learns nothing useful."""

    def __init__(self, key: str) -> None:
        super().__init__(key, DOMAINS[key].channels)
        for name, channels in DOMAINS[key].components:
            self.add_module(name, nn.Linear(BINS, channels))

    def values(self, measured: Tensor) -> Tensor:
        means = nn.functional.adaptive_avg_pool1d(measured.float().flatten(1).unsqueeze(1) / 128 - 1, BINS).squeeze(1)
        return torch.cat([component(means) for component in self.components.values()], dim=1)


def make_tiny(patch: pytest.MonkeyPatch) -> None:
    """Let every domain's reference specialist be a tiny one."""
    for key in DOMAINS:
        patch.setitem(REFERENCES, key, lambda key=key: TinyReference(key))


def tiny(key: str, seed: int = 0) -> TinyReference:
    """One with random weights."""
    torch.manual_seed(seed)
    return TinyReference(key)


def save_tiny(folder: Path, key: str, card: ReferenceCard = CARD, seed: int = 0) -> Path:
    """Save one; returns the file."""
    path = folder / f"{key}.safetensors"
    save_reference(path, tiny(key, seed), card)
    return path
