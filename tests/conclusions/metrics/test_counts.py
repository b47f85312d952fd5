import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from touchstone.conclusions.metrics import (
    coin_p,
    counted_contrast,
    counted_difference,
    counted_mean,
    counted_rate,
    fewest_beyond_coin,
    label_p,
    paired_bounds,
    videos_to_tell_from_coin,
)
from touchstone.vocabulary.errors import UsageError

TABLES = [((46, 50), (24, 50)), ((15, 50), (39, 50)), ((5, 10), (70, 90)), ((1, 3), (2, 3))]


@pytest.mark.parametrize(("correct", "total"), [(70, 100), (0, 50), (50, 50), (1, 3)])
def test_rates_have_wilsons_interval(correct, total):
    rate = counted_rate(correct, total)
    assert (rate.low, rate.high) == pytest.approx(proportion_confint(correct, total, method="wilson"), abs=1e-9)


@pytest.mark.parametrize(("first", "second"), TABLES)
def test_differences_have_newcombes_interval(first, second):
    difference = counted_difference(counted_rate(*first), counted_rate(*second))
    wanted = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert (difference.low, difference.high) == pytest.approx(wanted, abs=1e-6)
    assert counted_contrast(first, second).estimate == difference


@pytest.mark.parametrize(("first", "second"), TABLES)
def test_the_mean_of_two_rates_is_half_the_difference_from_its_opposite(first, second):
    mean = counted_mean(counted_rate(*first), counted_rate(*second))
    opposite = counted_difference(counted_rate(*first), counted_rate(second[1] - second[0], second[1]))
    assert opposite.low is not None
    assert opposite.high is not None
    assert (mean.low, mean.high) == pytest.approx(((1 + opposite.low) / 2, (1 + opposite.high) / 2))


def test_nothing_is_defined_without_videos():
    assert counted_rate(0, 0).value is None
    assert counted_difference(counted_rate(0, 0), counted_rate(1, 2)).value is None
    assert counted_mean(counted_rate(0, 0), counted_rate(1, 2)).value is None
    assert coin_p(0, 0) == 1
    assert videos_to_tell_from_coin(0.5) is None
    with pytest.raises(UsageError, match="3 of 2"):
        counted_rate(3, 2)


@settings(deadline=None)
@given(st.integers(1, 300))
def test_the_fewest_right_that_differ_from_a_coin(total):
    fewest = fewest_beyond_coin(total)
    if fewest is None:
        assert coin_p(total, total) > 0.05
    else:
        assert coin_p(fewest, total) <= 0.05
        assert fewest - 1 <= total / 2 or coin_p(fewest - 1, total) > 0.05


@pytest.mark.parametrize("accuracy", [0.56, 0.7, 0.45])
def test_so_many_videos_tell_in_four_of_five_experiments(accuracy):
    total = videos_to_tell_from_coin(accuracy) or 0
    fewest = fewest_beyond_coin(total) or 0
    power = binom.sf(fewest - 1, total, accuracy) if accuracy > 0.5 else binom.cdf(total - fewest, total, accuracy)
    assert power == pytest.approx(0.8, abs=0.05)


def test_decisions_that_ignore_the_label_are_not_told():
    assert label_p((50, 50), (0, 50)) == 1
    assert label_p((46, 50), (24, 50)) < 1e-4
    assert label_p((90, 100), (1, 10)) == pytest.approx(1)  # one in ten is called fake under both labels


@settings(deadline=None)
@given(st.integers(1, 12), st.data())
def test_the_bounds_of_a_paired_test_hold_for_every_overlap(n, data):
    """Against all ways in which two detectors can be right about the same videos."""
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    right = rng.random((2, 2, n)) < rng.random((2, 2, 1))  # detector × label × video
    counts = [tuple((int(right[d, y].sum()), n) for y in (0, 1)) for d in (0, 1)]
    low, high = paired_bounds(*counts) or (math.nan, math.nan)
    p = paired(int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum()))
    assert low - 1e-9 <= (1.0 if math.isnan(p) else p) <= high + 1e-9


def paired(first, second):
    """p of McNemar's exact test, from a library."""
    return float(vars(mcnemar([[0, first], [second, 0]], exact=True))["pvalue"])


def test_the_bounds_are_reached():
    low, high = paired_bounds(((46, 50), (24, 50)), ((50, 50), (0, 50))) or (0, 1)
    assert low == high  # of tm, which calls everything real, the overlap is known
    low, high = paired_bounds(((70, 100),), ((56, 100),)) or (0, 0)
    assert low == pytest.approx(2 * 0.5**14)
    assert high == pytest.approx(paired(44, 30))


def test_numbers_of_videos_that_differ_are_not_the_same_videos():
    assert paired_bounds(((5, 10),), ((5, 12),)) is None
