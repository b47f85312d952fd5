"""Rows: one per tensor and one per block, the same every time, equal hashes for equal tensors."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from torch import nn

from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.detectors.tensors import rows, tensor_rows


def test_blocks_follow_their_tensor_and_are_measured_on_their_own_rows():
    torch.manual_seed(0)
    attention = nn.MultiheadAttention(16, 2)
    with torch.no_grad():
        attention.in_proj_weight[16:32] = 0.5
    table = tensor_rows(attention.state_dict(), "d")
    packed = table.filter(table["tensor"] == "in_proj_weight")
    assert packed["block"].to_list() == [None, "query", "key", "value"]
    assert packed["elements"].to_list() == [768, 256, 256, 256]
    assert packed["std"].to_list()[2] == 0
    assert packed["spectrum_p"].is_null().to_list() == [False, False, True, False]


def test_the_same_file_gives_the_same_rows_whatever_the_threads():
    torch.manual_seed(0)
    state = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Flatten(), nn.Linear(32, 32)).state_dict()
    assert tensor_rows(state, "d", threads=1).equals(tensor_rows(state, "d", threads=4))


def test_equal_tensors_have_equal_hashes_and_constants_none():
    torch.manual_seed(0)
    weight = torch.randn(8, 8)
    state = {"a": weight, "b": weight.clone(), "c": weight.T.contiguous(), "d": torch.ones(8, 8), "e": weight.half()}
    hashes = tensor_rows(state, "d")["hash"].to_list()
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 4
    assert hashes[3] is None


def test_orthogonal_and_uniform_are_named():
    torch.manual_seed(0)
    state = {"o": nn.init.orthogonal_(torch.empty(40, 40)), "u": torch.rand(40, 40) - 0.5}
    assert tensor_rows(state, "d")["family"].to_list() == ["orthogonal", "uniform"]


def hostile_tensors():
    """Tensors that no network holds, but a file can."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
    huge = torch.randn(16, 16, dtype=torch.float64)
    huge[0, 0] = 6.9e307
    return {
        "one bit": huge,
        "ends": torch.tensor([[-1.7e308, 1.7e308] * 40] * 4, dtype=torch.float64),
        "tiny": torch.randn(16, 16) * 1e-40,
        "tinier": torch.randn(16, 16, dtype=torch.float64) * 1e-81,
        "constant": torch.tensor([0.1, -0.1]).repeat(16, 8),
        "largest": torch.full((16, 16), 3.4e38) * torch.randn(16, 16).sign(),
        "nothing": torch.full((16, 16), float("nan")),
        "empty": torch.empty(0, 5),
        "conjugated": torch.randn(20, dtype=torch.complex64).conj(),
        "negated": torch.randn(20, dtype=torch.complex64).conj().imag,
        "half complex": torch.randn(20, dtype=torch.complex64).to(torch.complex32),
        "unsigned": torch.tensor([0, 65535], dtype=torch.uint16),
        "widest": torch.tensor([0, 2**64 - 1], dtype=torch.uint64),
        "eight": torch.randn(16, 16).to(torch.float8_e4m3fn),
        "powers": torch.ones(16).to(torch.float8_e8m0fnu),
        "many axes": torch.randn(*([2] * 7)),
        "bits": torch.arange(8, dtype=torch.uint8).view(torch.bits8),
        "float4": torch.arange(8, dtype=torch.uint8).view(torch.float4_e2m1fn_x2),
        "meta.in_proj_weight": torch.empty(6, 2, device="meta"),
        "nested": nested,
        "sparse": torch.eye(4).to_sparse(),
    }


@pytest.mark.filterwarnings("ignore:ComplexHalf")
def test_every_tensor_has_a_row_and_those_that_cannot_be_measured_say_why():
    state = hostile_tensors()
    table = tensor_rows(state, "d")
    whole = table.filter(table["block"].is_null())
    assert whole["tensor"].to_list() == list(state)
    why = dict(whole.select("tensor", "unmeasured").filter(whole["unmeasured"].is_not_null()).iter_rows())
    why.pop("largest", None)  # near the end of float32, a library may fail
    assert why == {
        "bits": "type", "float4": "type", "meta.in_proj_weight": "no values", "nested": "nested", "sparse": "sparse",
    }  # fmt: skip
    counted = whole.filter(whole["unmeasured"].fill_null("failed") == "failed")
    assert counted["zeros"].is_not_null().all()
    assert whole["zeros"].null_count() == whole.height - counted.height


def test_a_bad_tensor_changes_no_number_of_the_others():
    torch.manual_seed(0)
    state = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)).state_dict()
    alone = tensor_rows(state, "d")
    beside = tensor_rows(hostile_tensors() | state, "d")
    assert beside.filter(beside["tensor"].is_in(list(state))).equals(alone)


def test_the_moments_stay_where_another_measure_fails(monkeypatch):
    def fails(*_):
        raise np.linalg.LinAlgError("it does not converge")

    monkeypatch.setattr(rows, "likeness", fails)
    row = tensor_rows({"w": torch.randn(20, 20)}, "d").row(0, named=True)
    assert row["unmeasured"] == "failed"
    assert row["std"] > 0
    assert row["hash"] is not None


def test_lack_of_memory_is_no_property_of_a_tensor(monkeypatch):
    def fails(*_):
        raise MemoryError

    monkeypatch.setattr(rows, "likeness", fails)
    with pytest.raises(MemoryError):
        tensor_rows({"w": torch.randn(20, 20)}, "d")


@settings(max_examples=50, deadline=None)
@given(
    arrays(
        np.float64,
        array_shapes(min_dims=1, max_dims=4, max_side=12),
        elements=st.floats(width=64) | st.sampled_from([0.0, 1e308, -1e308, 5e-324, 1e-160]),
    ),
    st.sampled_from([torch.float64, torch.float32, torch.float16, torch.bfloat16]),
)
def test_any_values_have_a_row(values, dtype):
    row = tensor_rows({"w": torch.from_numpy(values).to(dtype)}, "d").row(0, named=True)
    assert row["unmeasured"] is None
    assert row["elements"] == values.size


def test_a_value_that_only_double_precision_holds_is_measured():
    tensor = torch.randn(64, 64, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    tensor[3, 4] = 1.7e307
    row = tensor_rows({"a": tensor}, "d", threads=1).row(0, named=True)
    assert (row["high"], row["far"], row["beyond"], row["non_finite"]) == (1.7e307, 1, 1, 0)
    assert row["gap"] > 1e300
    assert row["std"] is None


@pytest.mark.parametrize("shape", [(64, 64), (16, 8, 3, 3), (2, 2), (8, 16)])
@pytest.mark.parametrize("size", [0.5, 0.1, 1e-3, 3.0])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.float64])
def test_signs_of_one_size_are_measured(shape, size, dtype):
    count = torch.Size(shape).numel()
    signs = torch.ones(count).index_fill_(0, torch.arange(0, count, 2), -1.0).reshape(shape)
    row = tensor_rows({"a": (size * signs).to(dtype)}, "d", threads=1).row(0, named=True)
    assert row["kurtosis"] == pytest.approx(-2, abs=1e-9)
    assert row["kurtosis"] >= -2


def test_tensors_that_share_memory_are_tied():
    first = torch.randn(8, 8)
    state = {
        "a": first,
        "b": first.clone(),
        "c": first,
        "d": first[:4],
        "e": first.T,
        "f": torch.empty(0),
        "g": torch.empty(0),
    }
    rows = tensor_rows(state, "d", threads=1)
    assert dict(zip(rows["tensor"], rows["tied"], strict=True)) == {
        "a": None, "b": None, "c": "a", "d": None, "e": None, "f": None, "g": None,
    }  # fmt: skip


def test_ties_survive_a_file(tmp_path):
    network = nn.Sequential(nn.Linear(16, 16), nn.Linear(16, 16))
    network[1].weight = network[0].weight
    torch.save(network.state_dict(), tmp_path / "tied.pt")
    rows = tensor_rows(read_checkpoint(tmp_path / "tied.pt").state, "d", threads=1)
    assert rows.filter(rows["tied"].is_not_null())["tensor"].to_list() == ["1.weight"]


def test_tensors_that_share_memory_are_measured_once(monkeypatch):
    asked = []
    measure = rows._row

    def counted(name, block, tensor):
        asked.append((name, block))
        return measure(name, block, tensor)

    monkeypatch.setattr(rows, "_row", counted)
    weight = torch.randn(24, 8)
    state = {f"{n}.weight": weight for n in range(50)} | {"qkv.weight": weight, "own.weight": weight.clone()}
    table = tensor_rows(state, "d", threads=1)
    assert asked == [("0.weight", None), ("qkv.weight", "query"), ("qkv.weight", "key"), ("qkv.weight", "value"),
                     ("own.weight", None)]  # fmt: skip
    measures = [name for name in table.columns if name not in ("tensor", "tied")]
    whole = table.filter(table["block"].is_null()).select(measures)
    assert all(whole[n].equals(whole[0]) for n in range(51))
    assert table.filter(table["block"].is_not_null())["std"].null_count() == 0
