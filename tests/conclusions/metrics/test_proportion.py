from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels import api as sm
from statsmodels.stats.proportion import proportion_confint

from touchstone.conclusions.metrics import mean_estimate, proportion
from touchstone.conclusions.metrics.proportion import effective_size, logit_limits


@pytest.mark.parametrize("n", [1, 2, 7, 50, 1000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.93, 1.0])
def test_wilson_agrees_with_statsmodels(n: int, share: float) -> None:
    hits = np.arange(n) < round(share * n)
    estimate = proportion(hits)
    low, high = proportion_confint(int(hits.sum()), n, method="wilson")
    assert estimate.low == pytest.approx(low, abs=1e-12)
    assert estimate.high == pytest.approx(high, abs=1e-12)
    assert (estimate.method, estimate.groups, estimate.warning) == ("Wilson", None, None)


def test_copies_in_a_group_add_nothing() -> None:
    # Every video four times, each four one group: the design effect is 4, so the effective n is the number of
    # groups (times the price of a variance that is known from 60 groups only).
    hits = np.random.default_rng(0).random(60) < 0.7
    estimate = effective_size(np.repeat(hits, 4), np.repeat(np.arange(60), 4))
    assert 0.9 * 60 < estimate < 60


@pytest.mark.parametrize("value", [True, False])
def test_unanimous_groups_count_once(value: bool) -> None:
    hits = np.full(100, value)
    estimate = proportion(hits, np.repeat(np.arange(20), 5))
    low, high = proportion_confint(20 * value, 20, method="wilson")
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))


def test_one_group_is_one_video() -> None:
    estimate = proportion(np.array([True, True, False]), np.zeros(3, np.int64))
    assert estimate.high is not None
    assert estimate.low is not None
    assert estimate.high - estimate.low > 0.8
    assert estimate.warning == "only 1 group: the interval is rough"


def test_nothing_is_not_defined() -> None:
    assert proportion(np.zeros(0, np.bool_)).value is None
    assert proportion(np.zeros(0, np.bool_), np.zeros(0, np.int64)).value is None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=40), st.booleans())
def test_the_interval_holds_the_value_and_has_a_width(videos: list[tuple[bool, int]], grouped: bool) -> None:
    hits = np.array([hit for hit, _ in videos])
    estimate = proportion(hits, np.array([g for _, g in videos]) if grouped else None)
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.high > estimate.low


@given(st.floats(1e-9, 1 - 1e-9), st.floats(1e-9, 1e3), st.floats(1, 1e6))
def test_logit_limits_stay_in_range(value: float, error: float, df: float) -> None:
    low, high = logit_limits(value, error, df)
    assert 0 <= low <= value * (1 + 1e-9)
    assert value * (1 - 1e-9) <= high <= 1


def test_mean_agrees_with_scipy() -> None:
    values = np.random.default_rng(1).random(25)
    estimate = mean_estimate(values)
    low, high = stats.t.interval(0.95, 24, loc=values.mean(), scale=stats.sem(values))
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))


def test_clustered_mean_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(2)
    group = np.repeat(np.arange(30), 4)
    values = rng.random(120) + rng.random(30)[group]
    estimate = mean_estimate(values, group)
    fit = sm.OLS(values, np.ones(120)).fit(cov_type="cluster", cov_kwds={"groups": group})
    # statsmodels multiplies by (n − 1) / (n − k) besides G / (G − 1), which is 1 for a mean.
    low, high = fit.conf_int()[0]
    assert estimate.low is not None
    assert estimate.high is not None
    ours, theirs = (estimate.high - estimate.low) / 2, (high - low) / 2
    assert ours / stats.t.ppf(0.975, 29) == pytest.approx(theirs / stats.norm.ppf(0.975), rel=1e-6)


def test_a_mean_without_spread_has_a_width_or_no_interval() -> None:
    bounded = mean_estimate(np.full(10, 1.0), low=0.5, high=1.0)
    assert bounded.low is not None
    assert 0.5 < bounded.low < 1.0
    unbounded = mean_estimate(np.full(10, 1.0))
    assert (unbounded.low, unbounded.high) == (None, None)
    assert unbounded.warning is not None
