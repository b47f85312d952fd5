from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from touchstone.conclusions.metrics import Sample, auc, auc_estimate, rank, roc_curve
from touchstone.conclusions.metrics.clusters import Clusters
from touchstone.conclusions.metrics.curves import curve_statistics, level_counts, levels_of
from touchstone.conclusions.metrics.ranking import auc_influence, auc_shares, newcombe
from touchstone.conclusions.metrics.resampling import resample_curves

MakeSample = Callable[..., Sample]
CASES = [(n, ties, seed) for n in (2, 9, 60, 501) for ties in (False, True) for seed in (0, 1)]


@pytest.mark.parametrize(("n", "ties", "seed"), CASES)
def test_points_agree_with_scikit_learn(draw: MakeSample, n: int, ties: bool, seed: int) -> None:
    sample = draw(n, ties=ties, seed=seed)
    ranking = rank(sample, resamples=20)
    fpr, tpr, _ = oracle.roc_curve(sample.fake, sample.p, drop_intermediate=False)
    assert auc(sample) == pytest.approx(oracle.roc_auc_score(sample.fake, sample.p))
    assert ranking.auc.value == pytest.approx(oracle.roc_auc_score(sample.fake, sample.p))
    assert ranking.average_precision.value == pytest.approx(oracle.average_precision_score(sample.fake, sample.p))
    assert ranking.tpr_at_1_fpr.value == pytest.approx(tpr[fpr <= 0.01].max())
    assert ranking.tpr_at_5_fpr.value == pytest.approx(tpr[fpr <= 0.05].max())
    # The equal error rate on a fine grid along the interpolated ROC curve.
    steps = np.linspace(0, 1, 2001)
    walk = np.interp(steps * (fpr + tpr)[-1], fpr + tpr, fpr)
    eer = walk[np.argmin(np.abs(1 - np.interp(steps * (fpr + tpr)[-1], fpr + tpr, tpr) - walk))]
    assert ranking.eer.value == pytest.approx(eer, abs=2e-3)


@pytest.mark.parametrize("ties", [False, True])
def test_roc_curve_agrees_with_scikit_learn(draw: MakeSample, ties: bool) -> None:
    sample = draw(120, ties=ties)
    curve = roc_curve(sample)
    fpr, tpr, threshold = oracle.roc_curve(sample.fake, sample.p, drop_intermediate=False)
    assert curve is not None
    assert np.allclose(curve.fpr, fpr)
    assert np.allclose(curve.tpr, tpr)
    assert np.array_equal(curve.threshold, threshold)


def test_a_thinned_curve_keeps_its_area_and_its_ends(draw: MakeSample) -> None:
    sample = draw(20_000)
    curve = roc_curve(sample, most_points=200)
    assert curve is not None
    assert len(curve.fpr) <= 202
    assert (curve.fpr[0], curve.tpr[0], curve.fpr[-1], curve.tpr[-1]) == (0, 0, 1, 1)
    assert np.trapezoid(curve.tpr, curve.fpr) == pytest.approx(auc(sample), abs=1e-3)


@pytest.mark.parametrize("ties", [False, True])
def test_delong_variance_agrees_with_brute_force(draw: MakeSample, ties: bool) -> None:
    sample = draw(41, ties=ties)
    fakes, reals = sample.p[sample.fake], sample.p[~sample.fake]
    kernel = np.array([[float(x > y) + 0.5 * float(x == y) for y in reals] for x in fakes])
    expected = kernel.mean(axis=1).var(ddof=1) / fakes.size + kernel.mean(axis=0).var(ddof=1) / reals.size
    value, influence = auc_influence(sample)
    assert value == pytest.approx(kernel.mean())
    assert Clusters.of(None, len(sample), sample.fake).spread(influence).variance == pytest.approx(expected)


@pytest.mark.parametrize("groups", [3, 7, 20])
@pytest.mark.parametrize("ties", [False, True])
def test_shares_are_those_of_leaving_groups_out(draw: MakeSample, groups: int, ties: bool) -> None:
    sample = draw(60, groups=groups, ties=ties)
    assert isinstance(sample.group, np.ndarray)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    value, shares = auc_shares(sample, clusters)
    for k in range(groups):
        without = auc(sample.part(sample.group != k))
        count = int((clusters.stratum == clusters.stratum[k]).sum())
        assert without is not None
        assert shares[k] == pytest.approx((value - without) * max(count - 1, 1) / count)


def test_obuchowski_to_first_order(draw: MakeSample) -> None:
    # With many small groups, leaving one out moves the AUC by its influence.
    sample = draw(2000, groups=400)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    _, shares = auc_shares(sample, clusters)
    first_order = clusters.spread(auc_influence(sample)[1]).variance
    assert clusters.covariance_of_shares(shares[:, None])[0][0, 0] == pytest.approx(first_order, rel=0.02)


def test_newcombe_agrees_with_the_published_example() -> None:
    # The score limits solve |AUC − θ| = z · se(θ); checked by substitution.
    value, m, n = 0.8149, 58, 51
    for theta in newcombe(value, m, n):
        balance = (m + n) / 2 - 1
        variance = theta * (1 - theta) * (1 + balance * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / (m * n)
        assert abs(value - theta) == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-5)


def test_copies_in_a_group_add_nothing(draw: MakeSample) -> None:
    once = draw(80)
    copied = Sample(np.repeat(once.p, 5), np.repeat(once.fake, 5), np.repeat(np.arange(80), 5))
    naive = Sample(copied.p, copied.fake)
    a, b, c = auc_estimate(once), auc_estimate(copied), auc_estimate(naive)
    assert a.low is not None
    assert b.low is not None
    assert c.low is not None
    assert b.low == pytest.approx(a.low, abs=0.005)
    assert c.low > a.low + 0.03


@pytest.mark.parametrize("groups", [None, 12])
def test_bootstrap_spread_agrees_with_the_closed_form(draw: MakeSample, groups: int | None) -> None:
    sample = draw(400, groups=groups)
    draws = resample_curves(sample, 2000, seed=1).auc
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    _, shares = auc_shares(sample, clusters)
    closed = math.sqrt(clusters.covariance_of_shares(shares[:, None])[0][0, 0])
    # The plain bootstrap lacks the small-sample factor √(G / (G − 1)).
    factor = 1.0 if groups is None else math.sqrt(groups / (groups - 1))
    assert draws.std() * factor == pytest.approx(closed, rel=0.08)


def test_resamples_agree_with_a_plain_loop(draw: MakeSample) -> None:
    # The weights of the resamples are not exposed, so compare distributions: quantiles of the same
    # statistics.
    sample = draw(150, groups=25, ties=True)
    assert sample.group is not None
    fast = resample_curves(sample, 3000, seed=5)
    rng, slow = np.random.default_rng(6), []
    for _ in range(800):
        drawn = rng.integers(0, 25, 25)
        index = np.concatenate([np.flatnonzero(sample.group == k) for k in drawn])
        slow.append(oracle.average_precision_score(sample.fake[index], sample.p[index]))
    assert np.quantile(fast.average_precision, [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile(slow, [0.1, 0.5, 0.9]), abs=0.01
    )


def test_merged_levels_change_little(draw: MakeSample) -> None:
    sample = draw(30_000)
    _, level = levels_of(sample.p, 4096)
    fake = np.bincount(level[sample.fake], minlength=4096).astype(float)[:, None]
    real = np.bincount(level[~sample.fake], minlength=4096).astype(float)[:, None]
    assert level.max() == 4095
    assert curve_statistics(fake, real).auc[0] == pytest.approx(auc(sample), abs=1e-4)


def test_levels_are_exact_where_they_fit(draw: MakeSample) -> None:
    sample = draw(200, ties=True)
    values, fake, real = level_counts(sample)
    assert np.all(np.diff(values) < 0)
    assert fake.sum() + real.sum() == 200


def test_the_same_seed_gives_the_same_interval(draw: MakeSample) -> None:
    sample = draw(90, groups=20)
    assert rank(sample, resamples=100, seed=3) == rank(sample, resamples=100, seed=3)
    assert rank(sample, resamples=100, seed=3) != rank(sample, resamples=100, seed=4)


@pytest.mark.parametrize("fake", [True, False])
def test_one_class_is_not_defined(fake: bool) -> None:
    sample = Sample(np.array([0.2, 0.7]), np.array([fake, fake]), np.array([0, 1]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ranking = rank(sample)
    assert auc(sample) is None
    assert roc_curve(sample) is None
    for name in ("auc", "average_precision", "eer", "tpr_at_1_fpr", "tpr_at_5_fpr"):
        estimate = getattr(ranking, name)
        assert (estimate.value, estimate.low, estimate.high) == (None, None, None)


@pytest.mark.parametrize("groups", [None, 5])
@pytest.mark.parametrize("perfect", [True, False])
def test_a_boundary_value_has_a_width(groups: int | None, perfect: bool) -> None:
    fake = np.arange(40) % 2 == 1
    sample = Sample(np.where(fake == perfect, 0.9, 0.1), fake, None if groups is None else np.arange(40) % groups)
    ranking = rank(sample, resamples=50)
    assert ranking.auc.value == float(perfect)
    for name in ("auc", "average_precision", "eer", "tpr_at_1_fpr", "tpr_at_5_fpr"):
        estimate = getattr(ranking, name)
        assert estimate.high - estimate.low > 0.03


def test_one_group_per_label_gives_a_very_wide_interval(draw: MakeSample) -> None:
    sample = draw(100)
    estimate = auc_estimate(Sample(sample.p, sample.fake, sample.fake.astype(np.int64)))
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.high - estimate.low > 0.7
    assert estimate.warning == "only 2 groups: the interval is rough"


def test_group_numbers_may_have_gaps(draw: MakeSample) -> None:
    sample = draw(60, groups=15)
    assert isinstance(sample.group, np.ndarray)
    assert auc_estimate(Sample(sample.p, sample.fake, sample.group * 7 + 3)) == auc_estimate(sample)


def samples() -> st.SearchStrategy[Sample]:
    video = st.tuples(st.integers(0, 20), st.booleans(), st.integers(0, 6))
    return (
        st.lists(video, min_size=2, max_size=40)
        .filter(lambda v: len({f for _, f, _ in v}) == 2)
        .map(
            lambda v: Sample(
                np.array([p / 20 for p, _, _ in v]), np.array([f for _, f, _ in v]), np.array([g for *_, g in v])
            )
        )
    )


@given(samples(), st.booleans())
def test_intervals_hold_the_value_and_lie_in_range(sample: Sample, grouped: bool) -> None:
    sample = sample if grouped else Sample(sample.p, sample.fake)
    ranking = rank(sample, resamples=20)
    for name in ("auc", "average_precision", "eer", "tpr_at_1_fpr", "tpr_at_5_fpr"):
        e = getattr(ranking, name)
        assert 0 <= e.low <= e.value + 1e-12
        assert e.value - 1e-12 <= e.high <= 1
        assert e.high > e.low


@given(samples())
def test_monotone_transforms_and_order_leave_the_auc(sample: Sample) -> None:
    expected = auc_estimate(sample)
    order = np.random.default_rng(0).permutation(len(sample))
    assert sample.group is not None
    for other in (
        Sample(sample.p**3 / 2, sample.fake, sample.group),
        Sample(sample.p[order], sample.fake[order], sample.group[order]),
    ):
        got = auc_estimate(other)
        assert (got.value, got.low, got.high) == pytest.approx((expected.value, expected.low, expected.high))


@given(samples())
def test_swapped_labels_mirror_the_auc(sample: Sample) -> None:
    straight, swapped = auc_estimate(sample), auc_estimate(Sample(sample.p, ~sample.fake, sample.group))
    assert straight.value is not None
    assert straight.low is not None
    assert straight.high is not None
    assert (swapped.value, swapped.low, swapped.high) == pytest.approx(
        (1 - straight.value, 1 - straight.high, 1 - straight.low)
    )


def test_roc_curve_takes_rows() -> None:
    assert roc_curve(pl.DataFrame({"label": ["real", "fake"], "p_fake": [0.1, 0.9]})) is not None
