"""Rows: one per tensor and one per block, the same every time, equal hashes for equal tensors."""

from __future__ import annotations

import torch
from torch import nn

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
