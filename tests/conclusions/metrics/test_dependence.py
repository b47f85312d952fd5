from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu, spearmanr
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.metrics import rank_dependence, rank_separation, ranking_contrast


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=50))
def test_the_correlation_is_spearmans(pairs):
    first, second = np.array(pairs, float).T
    measured = rank_dependence(first, second).estimate.value
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        assert measured is None
    else:
        assert measured == pytest.approx(spearmanr(first, second).statistic)


def test_the_separation_is_cliffs_delta():
    rng = np.random.default_rng(0)
    values, marked = rng.random(60), rng.random(60) < 0.4
    measured = rank_separation(values, marked)
    assert measured.estimate.value == pytest.approx(2 * roc_auc_score(marked, values) - 1)
    assert measured.p_value == pytest.approx(mannwhitneyu(values[marked], values[~marked]).pvalue, abs=0.05)
    assert rank_separation(values, np.ones(60, bool)).estimate.value is None


def test_the_contrast_is_a_difference_of_two_aucs():
    rng = np.random.default_rng(1)
    p, fake, high = rng.random(80), rng.random(80) < 0.5, rng.random(80) < 0.5
    agree = fake == high
    expected = roc_auc_score(fake[agree], p[agree]) - roc_auc_score(fake[~agree], p[~agree])
    assert ranking_contrast(p, fake, high).estimate.value == pytest.approx(expected)
    assert ranking_contrast(p, fake, fake).estimate.value is None


@pytest.mark.parametrize("measure", ["dependence", "separation", "contrast"])
def test_intervals_cover_zero_nineteen_times_of_twenty_though_videos_of_a_group_depend(measure):
    missed = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        group = np.repeat(np.arange(30), 4)
        shared = rng.normal(size=(3, 30))[:, group]
        score, cue = (0.8 * shared[k] + 0.6 * rng.normal(size=120) for k in (0, 1))
        p, marked = 1 / (1 + np.exp(-score)), cue > 0
        measured: Any
        if measure == "dependence":
            measured = rank_dependence(score, cue, group)
        elif measure == "separation":
            measured = rank_separation(p, marked, group)
        else:
            measured = ranking_contrast(p, shared[2] > 0, marked, group)
        missed.append(not measured.estimate.low <= 0 <= measured.estimate.high)
        assert (measured.p_value <= 0.05) == missed[-1]
    assert np.mean(missed) == pytest.approx(0.05, abs=0.035)


def test_few_groups_are_not_tested():
    rng = np.random.default_rng(0)
    measured = rank_dependence(rng.random(40), rng.random(40), np.repeat(np.arange(4), 10))
    assert measured.p_value is None
    assert measured.estimate.low is None
