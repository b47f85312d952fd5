"""Likeness to noise: calibrated for every initialisation, blind to which one, and awake to what training leaves."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn

from touchstone.detectors.tensors import NoiseLikeness, draw, likeness

INITIALISATIONS = {
    "normal": lambda t: nn.init.normal_(t, 0, 0.02),
    "kaiming normal": nn.init.kaiming_normal_,
    "kaiming uniform": lambda t: nn.init.kaiming_uniform_(t, a=5**0.5),
    "xavier uniform": nn.init.xavier_uniform_,
    "truncated": lambda t: nn.init.trunc_normal_(t, std=1.0, a=-1.0, b=1.0),
    "heavy tails": lambda t: t.copy_(torch.distributions.StudentT(3.0).sample(t.shape)),
    "half zeros": lambda t: t.normal_().mul_(torch.rand_like(t) > 0.5),
}
SHAPES = [(8, 3, 3, 3), (96, 1, 5, 5), (64, 64, 1, 1), (2, 512), (100, 80)]


def measured(tensor: torch.Tensor, seed: int = 0) -> NoiseLikeness:
    rng = np.random.default_rng(seed)
    sample = draw(tensor, rng)
    assert sample is not None
    found = likeness(sample, rng)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def under_noise() -> dict[str, list[tuple[float, float]]]:
    """p values of both families for fresh tensors of every initialisation and shape."""
    torch.manual_seed(0)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in INITIALISATIONS}
    for name, fill in INITIALISATIONS.items():
        for shape in SHAPES:
            for repeat in range(5):
                tensor = torch.empty(shape)
                with torch.no_grad():
                    fill(tensor)
                one = measured(tensor, zlib.crc32(f"{name} {shape} {repeat}".encode()))
                found[name].append((one.spectrum_p, one.pattern_p))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("family", [0, 1], ids=["spectrum", "pattern"])
@pytest.mark.parametrize("level", [0.05, 0.01, 0.001])
def test_p_values_hold_their_level(under_noise, family, level):
    """No more small ones than a binomial allows in one run of a thousand."""
    p = np.array([pair[family] for pairs in under_noise.values() for pair in pairs])
    assert (p < level).sum() <= stats.binom.ppf(0.999, len(p), level)


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_no_initialisation_stands_out(under_noise, name):
    for family in (0, 1):
        p = np.array([pair[family] for pair in under_noise[name]])
        assert (p < 0.05).sum() <= stats.binom.ppf(0.9995, len(p), 0.05)


def test_shuffling_and_scaling_change_nothing_in_noise_and_everything_in_structure():
    rng = np.random.default_rng(0)
    noise = rng.standard_normal((64, 128))
    spike = noise + 3 * np.outer(rng.standard_normal(64), rng.standard_normal(128)) / 8
    shuffled = rng.permutation(spike.reshape(-1)).reshape(spike.shape)
    assert measured(torch.from_numpy(spike)).spectrum_p < 1e-6
    assert min(measured(torch.from_numpy(shuffled)).spectrum_p, measured(torch.from_numpy(shuffled)).pattern_p) > 0.01
    a, b = measured(torch.from_numpy(noise)), measured(torch.from_numpy(1e-7 * noise))
    assert a.spectrum_z == pytest.approx(b.spectrum_z, abs=1e-3)


def test_an_edge_of_one_is_that_of_marchenko_and_pastur():
    values = torch.from_numpy(np.random.default_rng(1).standard_normal((300, 200)))
    assert measured(values).edge == pytest.approx(1, abs=0.03)
    largest = float(torch.linalg.svdvals(values)[0]) / (300**0.5 + 200**0.5)
    assert measured(values).edge == pytest.approx(largest, rel=0.03)


def smooth(rng):
    """Kernels whose neighbours resemble each other, each of its own direction."""
    w = rng.standard_normal((64, 16, 5, 5))
    return w + np.roll(w, 1, 2) + np.roll(w, 1, 3)


@pytest.mark.parametrize(
    "make",
    [
        smooth,
        lambda rng: rng.standard_normal((64, 64)) * rng.uniform(0.5, 1.5, (64, 1)),
        lambda rng: rng.standard_normal((64, 64)) * rng.uniform(0.5, 1.5, (1, 64)),
        lambda rng: rng.standard_normal((64, 64)) + rng.standard_normal((64, 1)) * 0.6,
        lambda rng: rng.standard_normal((64, 8, 3, 3)) * np.array([0.6, 1, 0.6])[:, None] * np.array([0.6, 1, 0.6]),
    ],
    ids=["neighbours", "row strength", "channel strength", "row means", "strong centres"],
)
def test_each_pattern_is_seen(make):
    values = torch.from_numpy(make(np.random.default_rng(0)))
    assert measured(values).pattern_p < 1e-4


def test_orthogonal_weights_never_pass_for_trained():
    torch.manual_seed(0)
    for shape in [(64, 64), (200, 50), (16, 8, 3, 3)]:
        found = measured(nn.init.orthogonal_(torch.empty(shape)))
        assert min(found.spectrum_p, found.pattern_p) > 0.01


def test_one_absurd_value_hides_no_structure():
    rng = np.random.default_rng(0)
    values = torch.from_numpy(
        rng.standard_normal((64, 64)) + 0.7 * np.outer(rng.standard_normal(64), rng.standard_normal(64))
    )
    values[3, 5] = 1e30
    assert measured(values).spectrum_p < 1e-6


@pytest.mark.parametrize(
    "tensor", [torch.zeros(64, 64), torch.full((64, 64), 0.3), torch.randn(1, 200), torch.randn(5, 5)]
)
def test_where_nothing_can_be_asked_nothing_is_said(tensor):
    rng = np.random.default_rng(0)
    sample = draw(tensor, rng)
    assert sample is None or sample.values.size == 0 or likeness(sample, rng) is None
