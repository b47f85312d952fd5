"""Gaps: a value without neighbours is seen; the thinning tail of learned and drawn values is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.detectors.tensors.gap import gap


def noise(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(count).astype(np.float32)


@pytest.mark.parametrize(("times", "beyond"), [(5.0, 1), (256.0, 1), (2.0**64, 1), (64.0, 7)])
def test_values_apart(times, beyond):
    values = noise(4096)
    largest = np.abs(values).max()
    values[100 : 100 + beyond] = times * largest
    found = gap(values)
    assert found is not None
    assert found.gap == pytest.approx(times, rel=1e-6)
    assert found.beyond == beyond


@given(st.integers(0, 10_000), st.sampled_from(["normal", "laplace", "uniform", "student"]))
def test_the_tails_of_usual_distributions_have_no_wide_gap(seed, kind):
    rng = np.random.default_rng(seed)
    draw = {"normal": rng.standard_normal, "laplace": lambda n: rng.laplace(size=n), "uniform": rng.random}
    values = draw.get(kind, lambda n: rng.standard_t(5, n))(4096)
    found = gap(values)
    assert found is not None
    assert 1 <= found.gap < 10


def test_it_is_that_of_sorted_magnitudes():
    values = noise(5000) ** 3
    falling = np.sort(np.abs(values.astype(np.float64)))[::-1]
    ratios = falling[:32] / falling[1:33]
    found = gap(np.random.default_rng(1).permutation(values))
    assert found is not None
    assert (found.gap, found.beyond) == (ratios.max(), ratios.argmax() + 1)


def test_a_large_tensor_is_looked_at_in_pieces():
    values = np.concatenate([noise(1 << 20), noise(1 << 20, 1)])
    values[[5, -5]] = 1e6
    found = gap(values)
    assert found is not None
    assert found.beyond == 2


@pytest.mark.parametrize(
    "values",
    [np.zeros(100), np.ones(15), np.full(200, np.nan), np.array([]), np.concatenate([np.zeros(500), np.ones(15)])],
)
def test_too_few_values(values):
    assert gap(values) is None


def test_zeros_and_values_that_are_not_finite_do_not_count():
    values = np.concatenate([np.zeros(1000), noise(200), [np.inf, np.nan, -np.inf]])
    found = gap(values)
    alone = gap(noise(200))
    assert found == alone


def test_the_widest_gap_of_double_precision_is_a_number():
    values = np.concatenate([np.full(100, 1e-300), [1e300]])
    found = gap(values)
    assert found is not None
    assert np.isfinite(found.gap)


def test_one_of_sixteen_values():
    values = noise(16)
    values[3] = 4096.0
    found = gap(values)
    assert found is not None
    assert found.beyond == 1
    assert found.gap == pytest.approx(4096.0 / np.sort(np.abs(values))[-2])
