"""Rows: one per tensor and one per block, the same every time, equal hashes for equal tensors."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.detectors.tensors import tensor_rows


def test_blocks_follow_their_tensor_and_are_measured_on_their_own_rows():
    torch.manual_seed(0)
    attention = nn.MultiheadAttention(16, 2)
    with torch.no_grad():
        attention.in_proj_weight[16:32] = 0.5
    rows = tensor_rows(attention.state_dict(), "d")
    packed = rows.filter(rows["tensor"] == "in_proj_weight")
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
