"""The golden networks: one at a time, because each holds hundreds of megabytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from tests.golden import golden_file, golden_input

from touchstone.detectors.specialists import (
    LAYOUTS,
    FoldedSpecialist,
    FoldedTemporal,
    LoadedSpecialist,
    fold,
    load_specialist,
)


@dataclass(frozen=True)
class Golden:
    """A golden checkpoint, loaded and folded, with the input and the logits that are known for it."""

    loaded: LoadedSpecialist
    folded: FoldedSpecialist | FoldedTemporal
    images: torch.Tensor
    logits: torch.Tensor


QUICK = ("cm", "tm_legacy")
"""Layouts that every run of the tests folds, one frame by frame and one in time; the others take longer, and are built alike."""


@pytest.fixture(scope="session", params=[pytest.param(key, marks=[pytest.mark.slow] * (key not in QUICK)) for key in LAYOUTS])
def golden(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Golden]:
    """Every layout in turn."""
    key: str = request.param
    path = golden_file(key, tmp_path_factory.mktemp("golden"))
    loaded = load_specialist(path, key)
    known = json.loads(Path(__file__).with_name("golden_logits.json").read_text())[key]
    yield Golden(loaded, fold(loaded.network), golden_input(key), torch.tensor(known))
    # pytest keeps its folders for a while; these files are too large for that.
    path.unlink()
