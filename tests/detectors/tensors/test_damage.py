"""Damage: flipped bits, garbage and stripes are seen; what pruning and padding leave is not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from touchstone.detectors.tensors.damage import damage


def weights(*shape: int) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(0).standard_normal(shape).astype(np.float32) * 0.02)


def test_sound_weights_have_nothing():
    found = damage(weights(64, 300))
    assert (found.far, found.stripe) == (0, 0)
    assert found.outlier is not None
    assert found.outlier < 10


@pytest.mark.parametrize("bit", [27, 28, 29, 30])
def test_a_flipped_bit_of_the_exponent(bit):
    tensor = weights(64, 64)
    number = tensor[5, 7].view(torch.int32).item()
    assert isinstance(number, int)
    flipped = np.array([number ^ (1 << bit)], np.int64).astype(np.int32).view(np.float32)[0]
    before = float(tensor[5, 7])
    tensor[5, 7] = float(flipped)
    found = damage(tensor)
    grown = abs(float(flipped) / before)
    assert found.far == (abs(float(flipped)) > 1000 * float(np.median(np.abs(weights(64, 64).numpy()))))
    assert found.far or grown < 2000


@pytest.mark.parametrize(("start", "length", "seen"), [(100, 300, True), (300, 300, False), (100, 40, False)])
def test_a_stripe_is_told_from_pruned_rows(start, length, seen):
    tensor = weights(64, 300)
    tensor.view(-1)[start : start + length] = 0
    assert (damage(tensor).stripe == length) is seen
    assert damage(tensor).stripe in (0, length)


def test_pruned_weights_have_no_stripe():
    tensor = weights(64, 300)
    tensor[tensor.abs() < tensor.abs().quantile(0.9)] = 0
    assert damage(tensor).stripe == 0


@pytest.mark.parametrize(
    "tensor", [torch.zeros(100), torch.full((300,), float("nan")), torch.ones(5), torch.tensor(3.0)]
)
def test_degenerate_tensors(tensor):
    assert damage(tensor).stripe == 0
    assert damage(tensor).far == 0


def test_a_row_that_decayed_to_zero_but_for_a_remainder_has_no_stripe():
    tensor = weights(64, 300)
    tensor[10] = 0
    tensor[10, 40] = 1e-9
    assert damage(tensor).stripe == 0
    tensor[10, 40] = 0.02
    assert damage(tensor).stripe > 0


def test_leading_axes_of_one_do_not_make_a_stripe_of_a_row():
    bank = weights(1, 64, 300)
    bank[0, 5] = 0.3
    assert damage(bank).stripe == 0


def test_double_precision_is_kept():
    tensor = weights(64, 64).double()
    tensor[0, 0] = 1e300
    found = damage(tensor)
    assert found.far == 1
    assert found.outlier is not None
    assert found.outlier > 1e300
