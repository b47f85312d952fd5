"""Metadata of any shape: what JSON can hold is kept as it is, and nothing ends the reading."""

from __future__ import annotations

import json
import math

import torch
from hypothesis import given
from hypothesis import strategies as st

from touchstone.detectors.checkpoints import metadata, read_checkpoint
from touchstone.detectors.checkpoints.metadata import _DEEPEST, as_json
from touchstone.detectors.checkpoints.pickles import Omitted

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**128), 2**128)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, min_size=1) | st.dictionaries(st.text(), inner, min_size=1), max_leaves=20
)
ANYTHING = st.recursive(
    SCALARS | st.floats() | st.binary() | st.complex_numbers() | st.just(Omitted()) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner) | st.tuples(inner) | st.dictionaries(st.integers() | st.text() | st.tuples(st.text()), inner)
    ),
    max_leaves=20,
)


@given(TREES)
def test_what_json_can_hold_is_kept_as_it_is(value):
    assert as_json(value) == value


@given(ANYTHING)
def test_anything_becomes_what_a_file_can_hold(value):
    kept = as_json(value)
    if not isinstance(kept, Omitted):
        assert json.loads(json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()) == kept


def depth_of(value):
    depth = 0
    while isinstance(value, dict) and "x" in value:
        value, depth = value["x"], depth + 1
    return depth


def test_nested_beyond_any_sense_it_is_cut():
    nested: dict[str, object] = {"end": 1}
    for _ in range(20_000):
        nested = {"x": nested, "level": 1}
    assert 30 < depth_of(as_json(nested)) < _DEEPEST


def test_an_object_that_holds_itself_is_cut():
    loop: dict[str, object] = {"epoch": 3}
    loop["x"] = loop
    cut = as_json(loop)
    assert isinstance(cut, dict)
    assert 30 < depth_of(cut) < _DEEPEST
    assert cut["epoch"] == 3


def test_a_list_of_the_same_list_over_and_over_is_cut(monkeypatch):
    monkeypatch.setattr(metadata, "_MOST_ITEMS", 10_000)
    shared: list[object] = [1]
    for _ in range(50):
        shared = [shared, shared]
    assert json.dumps(as_json(shared)).count("1") <= 10_000


def test_numbers_and_texts_that_cannot_be_written():
    held = {
        "seed": 1 << 64,
        "absurd": 1 << 20_000,
        "half": "a\ud800",
        "nan": math.nan,
        1 << 20_000: "key",
        ((1,),): "key",
    }
    assert as_json(held) == {"seed": 1 << 64, "half": "a\\ud800", "nan": None}


def test_a_tensor_without_a_value_is_left_out():
    held = {"a": torch.empty(1, device="meta"), "b": torch.tensor(2), "c": torch.tensor([float("inf")])}
    assert as_json(held) == {"b": 2, "c": None}


def test_a_file_with_deep_metadata_is_read(tmp_path):
    nested: dict[str, object] = {}
    for _ in range(400):
        nested = {"x": nested, "level": 1}
    torch.save({"state_dict": {"w": torch.ones(2)}, "config": nested, "epoch": 2}, tmp_path / "a.pt")
    checkpoint = read_checkpoint(tmp_path / "a.pt")
    assert torch.equal(checkpoint.state["w"], torch.ones(2))
    assert checkpoint.metadata["epoch"] == 2
