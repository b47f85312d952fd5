"""Stretches: half a tensor at zero is seen; pruned rows, pruned weights and padding of a few rows are not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from touchstone.detectors.tensors.blank import blank, blank_end


def weights(*shape: int) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(0).standard_normal(shape).astype(np.float32))


@pytest.mark.parametrize(
    ("shape", "rows", "channels", "share"),
    [
        ((64, 32), slice(32), slice(None), 0.5),
        ((64, 32), slice(32, None), slice(None), 0.5),
        ((64, 32), slice(None), slice(8, 24), 0.5),
        ((16, 8, 3, 3), slice(8), slice(None), 0.5),
        ((24, 10), slice(5, 11), slice(None), 0.25),
        ((8, 16), slice(4), slice(None), 0.0),
        ((64, 32), slice(10, 11), slice(None), 0.0),
    ],
)
def test_a_stretch(shape, rows, channels, share):
    tensor = weights(*shape)
    tensor[rows, channels] = 0
    assert blank(tensor) == pytest.approx(share)


@pytest.mark.parametrize("seed", range(20))
def test_rows_that_were_pruned_here_and_there_are_none(seed):
    rng = np.random.default_rng(seed)
    tensor = weights(32, 16)
    tensor[torch.from_numpy(rng.choice(32, 16, replace=False))] = 0
    assert blank(tensor) == 0


@pytest.mark.parametrize(
    "tensor", [torch.zeros(64, 64), torch.ones(64, 64), torch.zeros(100), torch.zeros(2, 2), torch.zeros(0, 64)]
)
def test_all_or_nothing_is_no_stretch(tensor):
    assert blank(tensor) == 0


def test_pruned_weights_are_no_stretch():
    tensor = weights(64, 64)
    tensor[tensor.abs() < tensor.abs().quantile(0.9)] = 0
    assert blank(tensor) == 0


def test_biases_of_two_directions_with_an_unused_half_are_no_stretch():
    tensor = weights(2, 512)
    tensor[:, 256:] = 0
    assert blank(tensor) == 0


@pytest.mark.parametrize(
    ("shape", "where", "share"),
    [
        ((8, 4, 3, 3), np.s_[:, :, 1:], 2 / 3),
        ((8, 4, 3, 3), np.s_[..., 1:], 2 / 3),
        ((8, 4, 3, 3), np.s_[..., :1], 1 / 3),
        ((8, 4, 5), np.s_[..., 2:], 3 / 5),
        ((4, 64), np.s_[2:], 0.5),
        ((4, 64), np.s_[:2], 0.5),
        ((4, 64), np.s_[3:], 0.0),
        ((3, 64), np.s_[1:], 0.0),
        ((4, 64), np.s_[:, 32:], 0.0),
        ((4, 64), np.s_[1:3], 0.0),
        ((8, 64), np.s_[::2], 0.0),
        ((8, 4, 3, 3), np.s_[..., 1], 0.0),
        ((8, 4, 3, 3), np.s_[..., ::2], 0.0),
        ((5, 3, 3, 3), np.s_[..., 1:], 0.0),
        ((8, 4, 3, 3), np.s_[:], 0.0),
    ],
)
def test_zeros_at_one_end(shape, where, share):
    tensor = weights(*shape)
    tensor[where] = 0
    assert blank_end(tensor) == pytest.approx(share)


@pytest.mark.parametrize("tensor", [torch.zeros(100), torch.zeros(2, 2), torch.zeros(0, 64), torch.zeros(64, 0, 3, 3)])
def test_what_has_no_end(tensor):
    assert blank_end(tensor) == 0
