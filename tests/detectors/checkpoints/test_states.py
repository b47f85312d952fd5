"""Which mappings of a checkpoint are states, which is read, and that nothing in a file is lost or looked at forever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from touchstone.detectors.checkpoints import checkpoint_of_state, first_choice, read_checkpoint
from touchstone.detectors.checkpoints.states import held_states
from touchstone.vocabulary.errors import CheckpointError

WORDS = st.text(st.characters(codec="ascii", exclude_characters="."), min_size=1, max_size=12)


def weights(rows: int = 2) -> dict[str, Tensor]:
    return {"a.weight": torch.arange(3.0 * rows).reshape(rows, 3), "a.bias": torch.ones(rows)}


@given(st.lists(WORDS | st.integers(), max_size=15), st.booleans())
def test_a_state_is_found_under_any_keys(path: list[str | int], in_lists: bool) -> None:
    held: Any = weights()
    for key in reversed(path):
        held = [held] if in_lists and isinstance(key, int) else {key: held, f"{key} of": 3}
    (state,) = held_states(held)
    assert state.tensors.keys() == weights().keys()
    assert len(state.path) == len(path)


def test_what_an_optimiser_keeps_is_no_state() -> None:
    net = nn.Linear(3, 2)
    optimiser = torch.optim.AdamW(net.parameters())
    net(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    held = {"net": net.state_dict(), "opt": optimiser.state_dict(), "opts": [optimiser.state_dict()], "epoch": 3}
    held["opt_named"] = {"state": {"weight": {"step": torch.ones(1), "exp_avg": torch.ones(2, 3)}}}
    assert [state.name for state in held_states(held)] == ["net"]


@pytest.mark.parametrize(
    ("held", "name"),
    [
        ({"ema": weights(), "net": weights()}, "net"),
        ({"state_dict_ema": weights(9), "net": weights()}, "net"),
        ({"net": weights(9), "state_dict": weights()}, "state_dict"),
        ({"model": weights(), "state_dict": weights(), "model_state_dict": weights()}, "model_state_dict"),
        ({"discriminator": weights(2), "generator": weights(9)}, "generator"),
        ({"first": weights(), "second": weights()}, "first"),
        ({"model": {"teacher": weights(), "student": weights()}}, "model.student"),
        ({"ema": weights()}, "ema"),
    ],
)
def test_one_is_chosen_by_a_stated_rule(held: dict[str, Any], name: str) -> None:
    assert first_choice(held_states(held)).name == name


def test_metrics_are_no_states_beside_weights() -> None:
    held = {"net": weights(), "metrics": {"loss": torch.tensor(0.5)}}
    assert [state.name for state in held_states(held)] == ["net"]
    assert checkpoint_of_state(held, Path("x")).metadata == {"metrics": {"loss": 0.5}}


def test_a_file_that_holds_itself_or_is_deep_or_wide_is_read_in_bounded_time() -> None:
    loop: dict[str, Any] = {"net": weights()}
    loop["again"] = loop
    loop["list"] = [loop]
    assert [state.name for state in held_states(loop)] == ["net"]
    deep: Any = weights()
    for _ in range(5000):
        deep = {"in": deep}
    assert held_states(deep) == ()
    wide = {str(number): {} for number in range(100_000)} | {"net": weights()}
    assert len(held_states({"net": weights(), "wide": wide})) == 1


def test_shared_weights_are_listed_once() -> None:
    shared = weights()
    assert [state.name for state in held_states({"net": shared, "best": shared})] == ["net"]


def test_what_stands_beside_the_states_is_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    run = {"net": weights(), "ema": {"model": weights(), "decay": 0.999}, "epoch": 7, "best": torch.tensor(0.5)}
    torch.save({"run": run, "seed": 1}, path)
    checkpoint = read_checkpoint(path)
    assert checkpoint.metadata == {"run": {"ema": {"decay": 0.999}, "epoch": 7, "best": 0.5}, "seed": 1}
    assert [state.name for state in checkpoint.states] == ["run.net", "run.ema.model"]


def test_arrays_in_memory_are_found_under_any_word() -> None:
    held = {"net": {"a": np.ones((2, 2), np.float32)}, "epoch": 1}
    assert checkpoint_of_state(held, Path("x")).state["a"].dtype == torch.float32


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("named", ["0._packed_params._packed_params", "0._packed_params"])
def test_packed_layers_are_quantised_and_not_read_as_their_scales(tmp_path: Path, named: str) -> None:
    state = {"0.scale": torch.tensor(0.1), "0.zero_point": torch.tensor(3), named: (torch.ones(2, 2), None)}
    torch.save({"net": state}, tmp_path / "a.pt")
    with pytest.raises(CheckpointError, match="packed layers of a quantised network; save the float32 model"):
        read_checkpoint(tmp_path / "a.pt")


@pytest.mark.parametrize("extra", ["n_averaged", "module.a.total_ops", "total_params", "criterion.weight"])
def test_a_prefix_is_removed_though_bookkeeping_lacks_it(tmp_path: Path, extra: str) -> None:
    held = {extra: torch.ones(1)} | {f"module.{name}": tensor for name, tensor in weights().items()}
    torch.save(held, tmp_path / "a.pt")
    checkpoint = read_checkpoint(tmp_path / "a.pt")
    assert weights().keys() <= checkpoint.state.keys()
    assert "began with 'module.'; it was removed" in checkpoint.notes[0]


@pytest.mark.parametrize(("keys", "read"), [(16, True), (17, False), (400, False)])
def test_how_deep_a_state_may_lie_is_said(tmp_path: Path, keys: int, read: bool) -> None:
    held: dict[str, Any] = {"a.weight": torch.randn(4, 4)}
    for _ in range(keys):
        held = {"k": held}
    path = tmp_path / "a.pt"
    torch.save(held, path)
    if read:
        assert list(read_checkpoint(path).state) == ["a.weight"]
        return
    message = r"^a\.pt holds its tensors deeper than 16 mappings inside one another; save model\.state_dict\(\) alone$"
    with pytest.raises(CheckpointError, match=message):
        read_checkpoint(path)
