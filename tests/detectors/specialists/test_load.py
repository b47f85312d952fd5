"""From file to network: strict, with conversion of float types."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from touchstone.detectors.specialists import LayoutError, build_network, contract, fold, load_specialist
from touchstone.vocabulary.errors import CheckpointError, UsageError


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    torch.manual_seed(0)
    return build_network("tm_legacy").state_dict()


def test_loaded(tmp_path: Path, state: dict[str, Tensor]) -> None:
    path = tmp_path / "tm.pt"
    torch.save({"model_state_dict": state, "metrics": {"accuracy": 0.5}}, path)
    loaded = load_specialist(path, "tm_legacy")
    assert not loaded.network.training
    assert all(p.requires_grad and p.dtype == torch.float32 for p in loaded.network.parameters())
    assert (loaded.layout, loaded.metadata, loaded.notes) == ("tm_legacy", {"metrics": {"accuracy": 0.5}}, ())
    assert loaded.parameters == sum(parameter.numel() for parameter in build_network("tm_legacy").parameters())
    assert loaded.contract == contract("tm_legacy")
    assert len(loaded.sha256) == 64
    assert repr(loaded) == "LoadedSpecialist(tm_legacy, 'tm.pt', 12,524,482 parameters)"
    again = loaded.network.state_dict()
    assert [*again] == [*state]
    assert all(torch.equal(again[name], state[name]) for name in state)


def test_safetensors_in_another_order(tmp_path: Path, state: dict[str, Tensor]) -> None:
    path = tmp_path / "tm.safetensors"
    save_file({name: state[name] for name in reversed(state)}, path)
    again = load_specialist(path, "tm_legacy").network.state_dict()
    assert [*again] == [*state]
    assert all(torch.equal(again[name], state[name]) for name in state)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_other_float_types(tmp_path: Path, state: dict[str, Tensor], dtype: torch.dtype) -> None:
    path = tmp_path / "tm.pt"
    torch.save({name: t.to(dtype) if t.is_floating_point() else t for name, t in state.items()}, path)
    loaded = load_specialist(path, "tm_legacy")
    assert loaded.notes == (f"112 tensors were converted from {str(dtype).removeprefix('torch.')}",)
    assert all(p.dtype == torch.float32 for p in loaded.network.parameters())


def test_the_file_stays_as_it_is(tmp_path: Path, state: dict[str, Tensor]) -> None:
    """The weights are mapped from it; changing them, as training does, must not reach it."""
    path = tmp_path / "tm.pt"
    torch.save(state, path)
    before = path.read_bytes()
    loaded = load_specialist(path, "tm_legacy")
    fold(loaded.network)
    with torch.no_grad():
        for parameter in loaded.network.parameters():
            parameter.zero_()
    assert path.read_bytes() == before


def test_integers_in_the_place_of_weights(tmp_path: Path, state: dict[str, Tensor]) -> None:
    path = tmp_path / "tm.pt"
    torch.save({**state, "classifier.0.weight": torch.zeros(128, 256, dtype=torch.int8)}, path)
    message = r"tm.pt: classifier.0.weight holds int8 values; save the float32 model"
    with pytest.raises(CheckpointError, match=message):
        load_specialist(path, "tm_legacy")


def test_another_layout(tmp_path: Path, state: dict[str, Tensor]) -> None:
    path = tmp_path / "tm_model.pt"
    torch.save({f"module.{name}": tensor for name, tensor in state.items()}, path)
    message = r"^tm_model.pt does not fit tm: .* best: tm_legacy \(all 132 tensors\)$"
    with pytest.raises(LayoutError, match=message):
        load_specialist(path, "tm")


def test_unknown_layout(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'xx'"):
        load_specialist(tmp_path / "a.pt", "xx")
