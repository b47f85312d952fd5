"""Chance correlations of videos that are alike inside groups, against drawn ones."""

from __future__ import annotations

import numpy as np
import pytest

from touchstone.conclusions.examination.specialists.scatter import null_error


def alike(rng, index, share):
    """Normal values of which groups share a part of the variance."""
    return np.sqrt(share) * rng.normal(size=index.max() + 1)[index] + np.sqrt(1 - share) * rng.normal(size=index.size)


@pytest.mark.parametrize(
    ("sizes", "first", "second"),
    [([5] * 40, 0.5, 0.8), ([2] * 60, 0.9, 0.9), ([1, 3, 8] * 15, 0.6, 0.7), ([5] * 40, 0.0, 0.9), ([1] * 100, 0, 0)],
)
def test_it_is_how_far_drawn_correlations_scatter(sizes, first, second):
    rng = np.random.default_rng(3)
    index = np.repeat(np.arange(len(sizes)), sizes)
    found, said = [], []
    for _ in range(500):
        one, other = alike(rng, index, first), alike(rng, index, second)
        found.append(np.corrcoef(one, other)[0, 1])
        said.append(null_error(one, other, index))
    assert np.mean(said) == pytest.approx(np.std(found), rel=0.12)


def test_without_groups_it_is_that_of_unrelated_values():
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, 50))
    assert null_error(one, other, None) == pytest.approx(1 / 7)
    assert null_error(one, other, np.zeros(50, np.int64)) == pytest.approx(1 / 7)


def test_values_that_never_vary_share_nothing():
    assert null_error(np.ones(20), np.arange(20.0), np.arange(20) // 4) == pytest.approx(1 / np.sqrt(19))
