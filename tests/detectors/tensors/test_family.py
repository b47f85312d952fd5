"""Distributions are named, at any scale; orthogonality ends with the first step."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from touchstone.detectors.tensors.family import family, orthogonal

FILLS = {
    "normal": lambda t: nn.init.normal_(t),
    "uniform": lambda t: nn.init.uniform_(t, -1, 1),
    "truncated normal": lambda t: nn.init.trunc_normal_(t, a=-2, b=2),
}


@pytest.mark.parametrize("name", FILLS)
@pytest.mark.parametrize("scale", [1e-4, 1.0, 300.0])
def test_the_distribution_is_named_at_any_scale(name, scale):
    torch.manual_seed(0)
    values = (FILLS[name](torch.empty(60, 100)) * scale).numpy()
    found = family(values, np.random.default_rng(0))
    assert found is not None
    assert found[0] == name
    assert found[1] > 0.01


@pytest.mark.parametrize("name", FILLS)
def test_the_p_value_holds_its_level(name):
    torch.manual_seed(1)
    draws = [family(FILLS[name](torch.empty(20, 50)).numpy(), np.random.default_rng(0)) for _ in range(200)]
    assert sum(f is not None and f[1] < 0.05 for f in draws) <= 20


def test_heavy_tails_fit_nothing():
    values = np.random.default_rng(0).standard_t(3, (60, 100)).astype(np.float32)
    found = family(values, np.random.default_rng(0))
    assert found is not None
    assert found[1] < 1e-4


@pytest.mark.parametrize("values", [np.zeros(500, np.float32), np.ones(10, np.float32)])
def test_too_few_or_too_equal_values_have_no_distribution(values):
    assert family(values, np.random.default_rng(0)) is None


@pytest.mark.parametrize("shape", [(50, 50), (200, 30), (30, 200), (16, 8, 3, 3)])
def test_orthogonal(shape):
    torch.manual_seed(0)
    weight = nn.init.orthogonal_(torch.empty(shape), gain=1.7)
    assert orthogonal(weight)
    assert not orthogonal(torch.randn(shape))
    assert not orthogonal(weight + 0.02 * weight.std() * torch.randn(shape).sign() + 0.02 * weight.std())
    assert not orthogonal(torch.zeros(shape))
