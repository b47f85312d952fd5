"""Statistics of tensors, against numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy import stats

from touchstone.detectors.tensors import tensor_rows
from touchstone.detectors.tensors.moments import _CHUNK
from touchstone.vocabulary.tables import TENSORS

KINDS = [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int8, torch.int64, torch.uint8]


@pytest.mark.parametrize("dtype", KINDS)
@pytest.mark.parametrize("count", [1, 7, _CHUNK, 2 * _CHUNK + 3])
def test_against_numpy(dtype: torch.dtype, count: int) -> None:
    r = np.random.default_rng(count)
    tensor = torch.from_numpy(r.standard_normal(count) * 30 + 40).clamp(0, 120).to(dtype)
    oracle = tensor.double().numpy()
    row = tensor_rows({"w": tensor}, "d").row(0, named=True)
    assert row["dtype"] == str(dtype).removeprefix("torch.")
    assert row["zeros"] == int((oracle == 0).sum())
    assert row["low"] == oracle.min()
    assert row["high"] == oracle.max()
    assert row["mean"] == pytest.approx(oracle.mean(), rel=1e-12)
    assert row["std"] == pytest.approx(oracle.std(), rel=1e-9, abs=1e-12)
    if oracle.std():
        assert row["skew"] == pytest.approx(stats.skew(oracle), rel=1e-6, abs=1e-9)
        assert row["kurtosis"] == pytest.approx(stats.kurtosis(oracle), rel=1e-6, abs=1e-9)
    else:
        assert row["skew"] is row["kurtosis"] is None


def test_small_spread_far_from_zero() -> None:
    values = 1e6 + np.random.default_rng(0).random(3 * _CHUNK)
    row = tensor_rows({"w": torch.from_numpy(values)}, "d").row(0, named=True)
    assert row["std"] == pytest.approx(values.std(), rel=1e-6)


def test_non_finite_values_are_counted_and_left_out() -> None:
    tensor = torch.tensor([math.nan, math.inf, -math.inf, 1.0, 3.0, 0.0])
    row = tensor_rows({"w": tensor}, "d").row(0, named=True)
    assert (row["non_finite"], row["zeros"], row["low"], row["high"]) == (3, 1, 0.0, 3.0)
    assert row["mean"] == pytest.approx(4 / 3)


@pytest.mark.parametrize("tensor", [torch.full((2, 2), math.nan), torch.empty(0, 3)])
def test_nothing_finite_is_null(tensor: torch.Tensor) -> None:
    row = tensor_rows({"w": tensor}, "d").row(0, named=True)
    assert row["mean"] is row["std"] is row["low"] is row["high"] is None
    assert row["elements"] == tensor.numel()


def test_shape_of_the_table() -> None:
    state = {
        "scalar": torch.tensor(3),
        "flags": torch.tensor([True, False]),
        "turned": torch.arange(6.0).reshape(2, 3).T,
        "complex": torch.tensor([1 + 2j]),
        "leaf": torch.nn.Parameter(torch.ones(2)),
    }
    frame = tensor_rows(state, "cm")
    assert frame.schema == TENSORS.schema
    assert frame["tensor"].to_list() == list(state)
    assert frame["shape"].to_list() == [[], [2], [3, 2], [1], [2]]
    assert frame["mean"].to_list() == [3.0, 0.5, 2.5, 1.5, 1.0]
    assert frame["detector"].unique().to_list() == ["cm"]
