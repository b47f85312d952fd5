"""Codes: quantised weights without their scale are counted; weights that were rounded to a grid are not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from touchstone.detectors.tensors.codes import codes


def quantised(count: int = 4096) -> torch.Tensor:
    values = torch.from_numpy(np.random.default_rng(0).standard_normal(count).astype(np.float32)).reshape(64, -1)
    return (values / values.abs().max() * 127).round()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.float64, torch.bfloat16, torch.int8])
def test_codes_are_counted_whatever_their_type(dtype):
    assert codes(quantised().to(dtype)) == len(np.unique(quantised().numpy()))


@pytest.mark.parametrize(
    "tensor",
    [
        quantised() * 0.01,
        quantised() * 10,
        quantised().int(),
        quantised().flatten(),
        quantised()[:1, :63],
        torch.full((64, 64), float("nan")),
        torch.full((64, 64), float("inf")),
        torch.cat([quantised(), torch.full((1, 64), 0.5)]),
    ],
    ids=["scaled", "too large", "int32", "one axis", "few", "NaN", "infinite", "one that is none"],
)
def test_what_is_no_code(tensor):
    assert codes(tensor) is None


def test_signs_and_masks_are_few():
    assert codes(quantised().sign()) == 3
    assert codes(torch.ones(64, 64)) == 1
