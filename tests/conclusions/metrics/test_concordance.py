"""Pairs counted by ranks, against counting each pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.conclusions.metrics import Sample
from touchstone.conclusions.metrics.arrays import Flags, Floats
from touchstone.conclusions.metrics.clusters import Clusters, Crossed
from touchstone.conclusions.metrics.concordance import below_in_block, below_of_other_label, stable_order


def _counted(p: Floats, fake: Flags) -> Floats:
    """For each pair of both labels, whether the second is below the first; ties count half."""
    below = (p[:, None] > p) + 0.5 * (p[:, None] == p)
    return below * (fake[:, None] != fake)


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.booleans(), st.sampled_from([0, 1, 65_535, 65_536, 200_000])), max_size=15
    ),
    st.booleans(),
)
def test_pairs_are_those_that_counting_each_gives(rows: list[tuple[int, bool, int]], in_order: bool) -> None:
    rows = sorted(rows) if in_order else rows
    p = np.array([score / 6 for score, _, _ in rows], np.float64)
    fake = np.array([label for _, label, _ in rows], np.bool_)
    block = np.array([number for _, _, number in rows], np.int64)
    pairs = _counted(p, fake)
    assert below_of_other_label(p, fake).tolist() == pairs.sum(axis=1).tolist()
    assert below_in_block(p, fake, block).tolist() == (pairs * (block[:, None] == block)).sum(axis=1).tolist()


@given(st.lists(st.sampled_from([0, 5, 65_535, 65_536, 131_077, 5_000_000_000]), max_size=30))
def test_equal_codes_stay_as_they_stand(codes: list[int]) -> None:
    values = np.array(codes, np.int64)
    assert stable_order(values).tolist() == np.argsort(values, kind="stable").tolist()


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("donors", [False, True])
@pytest.mark.parametrize("grouped", [False, True])
def test_clusters_that_rows_reach_are_those_of_these_rows_alone(seed: int, donors: bool, grouped: bool) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    fake, chosen = rng.random(n) < 0.5, rng.random(n) < rng.choice([0.15, 0.6])
    group = rng.integers(0, 8, n)
    influence = np.where(chosen, rng.normal(size=n), 0.0)[:, None]
    grouping = None if not grouped else Crossed.of(group, rng.integers(0, 9, n)) if donors else group
    sample = Sample(np.full(n, 0.5), fake, grouping)
    every, alone = Clusters.of(grouping, n, fake), sample.part(chosen)
    part, there = every.reached_by(chosen, fake)
    shares = [direction.sums(influence)[units] for direction, units in zip(every.directions, there, strict=False)]
    expected, df = Clusters.of(alone.group, len(alone), alone.fake).covariance(influence[chosen])
    covariance, freedom = part.combined(shares)
    assert covariance == pytest.approx(expected, rel=1e-12)
    assert freedom == pytest.approx(df, rel=1e-12)
