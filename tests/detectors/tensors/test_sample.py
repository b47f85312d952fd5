"""Samples hold whole rows and channels of the tensor, and no more values than stated."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from touchstone.detectors.tensors import draw

sizes = st.integers(1, 40)


@given(st.lists(sizes, min_size=2, max_size=4), st.integers(64, 5000))
def test_a_sample_is_part_of_the_tensor(shape, largest):
    tensor = torch.arange(1.0, 1 + float(np.prod(shape))).reshape(shape)
    sample = draw(tensor, np.random.default_rng(0), largest)
    if sample is None:
        assert sum(n > 1 for n in shape) < 2 or shape[0] == 1
        return
    rows, _, positions = sample.values.shape
    assert positions == int(np.prod(sample.grid))
    # One channel of kernels of each drawn row is the least that there can be.
    assert sample.values.size <= 1.1 * max(largest, rows * positions)
    assert set(sample.values.ravel()) <= set(tensor.numpy().ravel().astype(np.float32))
    assert len(set(sample.values.ravel())) == sample.values.size
    if sample.whole:
        assert sample.values.size == tensor.numel()


def test_rows_and_channels_of_zeros_are_dropped():
    tensor = torch.ones(6, 4)
    tensor[2] = 0
    tensor[:, 1] = 0
    sample = draw(tensor, np.random.default_rng(0))
    assert sample is not None
    assert sample.values.shape == (5, 3, 1)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.ones(5),
        torch.ones(2, 2).long(),
        torch.ones(0, 3),
        torch.ones(1, 1, 7),
        torch.tensor([[1.0, float("nan")], [0, 1]]),
    ],
)
def test_what_is_no_weight_matrix_has_no_sample(tensor):
    assert draw(tensor, np.random.default_rng(0)) is None
