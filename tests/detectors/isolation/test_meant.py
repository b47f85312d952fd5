"""What is measured in the other process is the state that is meant, and the same that is opened here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor

from touchstone.detectors.checkpoints import checkpoint_of_state, read_checkpoint
from touchstone.detectors.isolation import Meant, measure_apart, read_apart
from touchstone.detectors.specialists import BY_ORDER, layout
from touchstone.vocabulary.errors import CheckpointError

KEY = "tm_legacy"


def filled(first: int) -> dict[str, Tensor]:
    """Tensors of the shapes of a layout, all of one storage."""
    shapes = layout(KEY)
    values = torch.arange(first, first + len(shapes) + max(torch.Size(shape).numel() for shape in shapes.values()))
    return {n: values[i : i + torch.Size(s).numel()].reshape(s) for i, (n, s) in enumerate(shapes.items())}


def saved(path: Path, held: Any) -> Path:
    torch.save(held, path)
    return path


def first_values(state: dict[str, Tensor]) -> list[int]:
    return [int(tensor.flatten()[0]) for tensor in state.values()]


def test_the_state_that_is_asked_for_is_measured_and_opened(tmp_path: Path) -> None:
    held = {"net": {"a": torch.zeros(4)}, "net_ema": {"b": torch.ones(5)}}
    path = saved(tmp_path / "a.pt", held)
    for meant, name in ((Meant(), "a"), (Meant(state="net_ema"), "b"), (Meant(key=KEY, state="net_ema"), "b")):
        measured = measure_apart(path, "net", meant)
        assert measured.tensors["tensor"].to_list() == [*measured.checkpoint.state] == [name]
    with pytest.raises(CheckpointError, match=r"^a\.pt holds no state called 'swa'; it holds: net, net_ema$"):
        measure_apart(path, "net", Meant(state="swa"))


def test_a_state_that_fits_and_a_renamed_one_are_read_there_and_here(tmp_path: Path) -> None:
    raw, averaged = filled(0), filled(10_000)
    path = saved(tmp_path / "a.pt", {"big": {"w": torch.zeros(9)}, "net": raw, "net_ema": averaged})
    assert first_values(read_apart(path, Meant(key=KEY)).state) == first_values(raw)
    assert first_values(read_apart(path, Meant(key=KEY, state="net_ema")).state) == first_values(averaged)
    other = saved(tmp_path / "b.pt", {"net": {f"part{i}": t for i, t in enumerate(raw.values())}})
    renamed = read_apart(other, Meant(key=KEY, rename=BY_ORDER))
    assert [*renamed.state] == [*raw]
    with pytest.raises(CheckpointError, match="cannot be renamed by order"):
        read_apart(path, Meant(key="cm", state="big", rename=BY_ORDER))


def test_a_file_of_another_format_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    (tmp_path / "a.pt").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    with pytest.raises(CheckpointError) as caught:
        measure_apart(tmp_path / "a.pt", "net", Meant())
    assert caught.value.columns() == {"misfit": "another format"}


def test_values_are_looked_at_in_the_state_that_is_meant(tmp_path: Path) -> None:
    whole, hollow = {"w": torch.ones(3)}, {"v": torch.empty(3, device="meta")}
    path = saved(tmp_path / "a.pt", {"model": hollow, "ema": whole, "mixed": whole | hollow})
    with pytest.raises(CheckpointError, match=r"tensors without values, on the device meta \(first: v\)"):
        read_checkpoint(path, Meant().choose)
    for name, count in (("ema", 0), ("mixed", 1)):
        notes = read_checkpoint(path, Meant(state=name).choose).notes
        assert sum("not measured" in note for note in notes) == count
    endless = saved(tmp_path / "b.pt", {"model": whole, "ema": {"v": torch.zeros(1).expand(10**12)}})
    with pytest.raises(CheckpointError, match="v declares 1,000,000,000,000 elements"):
        read_checkpoint(endless, Meant(state="ema").choose)
    assert [*read_checkpoint(endless, Meant().choose).state] == ["w"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["backbone.conv1.weight", "fc.weight", "_conv_stem.weight", "n_averaged"])
def test_a_nested_tensor_under_the_name_of_a_known_one_is_a_row(tmp_path: Path, name: str) -> None:
    nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
    path = saved(tmp_path / "a.pt", {"net": {"w": torch.ones(3), name: nested}})
    for meant in (Meant(), Meant(key="cm")):
        checkpoint = read_checkpoint(path, meant.choose)
        assert dict(meant.rows(checkpoint, "net").select("tensor", "unmeasured").iter_rows())[name] == "nested"


def test_keys_that_are_no_names_and_halves_of_characters(tmp_path: Path) -> None:
    halves = {"net\ud800": {"a\ud800": torch.ones(3)}}
    checkpoint = read_apart(saved(tmp_path / "a.pt", halves), Meant())
    assert [state.name for state in checkpoint.states] == ["net\\ud800"]
    assert [*checkpoint.state] == ["a\\ud800"]
    absurd: Any = {1 << 20_000: {"w": torch.ones(2)}, "net": {"w": torch.ones(3), 1 << 20_000: torch.ones(2)}}
    checkpoint = checkpoint_of_state(absurd, Path("a.pt"), Meant().choose)
    assert [state.name for state in checkpoint.states] == ["net"]
    assert [*checkpoint.state] == ["w"]


def test_a_state_that_lies_too_deep_is_refused_in_one_line(tmp_path: Path) -> None:
    held: Any = {"w": torch.ones(2)}
    for _ in range(17):
        held = {"in": held}
    with pytest.raises(CheckpointError, match=r"^a\.pt holds its tensors deeper than 16 mappings inside one another; "):
        read_apart(saved(tmp_path / "a.pt", held), Meant())


TENSORS = st.sampled_from([torch.ones(2, 2), torch.tensor(1), torch.empty(2, device="meta"), torch.eye(2).to_sparse()])
KEYS = st.sampled_from(["model", "ema", "net", "a.b", "\ud800", "module.w", ""]) | st.integers(0, 3)
HELD = st.recursive(
    TENSORS | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(held=st.dictionaries(KEYS, HELD, max_size=4), key=st.sampled_from([None, KEY]), state=st.none() | st.just("ema"))
def test_whatever_is_held_is_measured_or_refused_in_one_line(held: Any, key: str | None, state: str | None) -> None:
    meant = Meant(key=key, state=state)
    refusal, checkpoint = "", None
    try:
        checkpoint = checkpoint_of_state(held, Path("a.pt"), meant.choose)
    except CheckpointError as error:
        refusal = str(error)
    assert "\n" not in refusal
    if checkpoint is None:
        return
    assert checkpoint.settled
    assert meant.rows(checkpoint, "net").height >= len(checkpoint.state) > 0
