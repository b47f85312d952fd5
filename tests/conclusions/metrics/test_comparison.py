from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from touchstone.conclusions.metrics import Sample, accuracy_difference, auc_difference, compare, compare_all
from touchstone.vocabulary.errors import TableError

MakeSample = Callable[..., Sample]
MakeRows = Callable[..., pl.DataFrame]


def second(sample: Sample, noise: float = 1.0, seed: int = 9) -> Sample:
    score = np.log(sample.p / (1 - sample.p)) + noise * np.random.default_rng(seed).standard_normal(len(sample))
    return Sample(1 / (1 + np.exp(-score)), sample.fake, sample.group)


@pytest.mark.parametrize("n", [10, 60, 500])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_mcnemar_agrees_with_statsmodels(draw: MakeSample, n: int, seed: int) -> None:
    sample = draw(n, seed=seed)
    other = second(sample)
    a, b = ((s.p >= 0.5) == s.fake for s in (sample, other))
    table = [[np.sum(a & b), np.sum(a & ~b)], [np.sum(~a & b), np.sum(~a & ~b)]]
    expected = mcnemar(table, exact=True).pvalue  # pyright: ignore[reportAttributeAccessIssue]
    difference = accuracy_difference(sample, other)
    assert difference.p_value == pytest.approx(expected)
    assert difference.estimate.value == pytest.approx(a.mean() - b.mean())
    assert difference.test == "McNemar, exact"


def test_delong_agrees_with_brute_force(draw: MakeSample) -> None:
    sample = draw(60)
    other = second(sample)
    kernels = []
    for s in (sample, other):
        fakes, reals = s.p[s.fake], s.p[~s.fake]
        kernels.append(np.array([[float(x > y) for y in reals] for x in fakes]))
    difference = kernels[0] - kernels[1]
    variance = difference.mean(axis=1).var(ddof=1) / 30 + difference.mean(axis=0).var(ddof=1) / 30
    result = auc_difference(sample, other)
    assert result.estimate.value == pytest.approx(difference.mean())
    assert result.p_value == pytest.approx(2 * stats.norm.sf(abs(difference.mean()) / np.sqrt(variance)))
    assert result.test == "DeLong"


@pytest.mark.parametrize("groups", [None, 20])
def test_swapping_the_detectors_mirrors_everything(draw: MakeSample, groups: int | None) -> None:
    sample = draw(120, groups=groups)
    other = second(sample)
    for contrast in (accuracy_difference, auc_difference):
        there, back = contrast(sample, other), contrast(other, sample)
        assert there.p_value == pytest.approx(back.p_value)
        assert there.estimate.low == pytest.approx(-(back.estimate.high or 0))


@pytest.mark.parametrize("groups", [None, 20])
def test_a_detector_does_not_differ_from_itself_for_certain(draw: MakeSample, groups: int | None) -> None:
    sample = draw(120, groups=groups)
    for contrast in (accuracy_difference, auc_difference):
        result = contrast(sample, sample)
        assert (result.estimate.value, result.p_value) == (0, 1)
        assert result.estimate.low is not None
        assert result.estimate.high is not None
        assert result.estimate.low < 0 < result.estimate.high


def test_one_group_of_reals_proves_nothing(draw: MakeSample) -> None:
    sample = draw(80)
    sample = Sample(sample.p, sample.fake, np.where(sample.fake, np.arange(80), 0))
    difference = auc_difference(sample, second(sample, 5.0))
    assert difference.p_value is not None
    assert difference.p_value > 0.05
    assert difference.estimate.low is not None
    assert difference.estimate.low < 0


def test_equal_ranking_on_other_scores_has_a_width(draw: MakeSample) -> None:
    sample = draw(80)
    estimate = auc_difference(sample, Sample(sample.p**3, sample.fake)).estimate
    assert (estimate.value, estimate.low) == (0, pytest.approx(-0.0876, abs=1e-4))


@pytest.mark.parametrize("groups", [None, 20])
def test_two_perfect_detectors(groups: int | None) -> None:
    fake = np.arange(60) % 2 == 1
    group = None if groups is None else np.arange(60) % groups
    sample = Sample(np.where(fake, 0.9, 0.1), fake, group)
    other = Sample(np.where(fake, 0.8, 0.3), fake, group)
    result = auc_difference(sample, other)
    assert (result.estimate.value, result.p_value) == (0, 1)
    assert result.estimate.low is not None
    assert result.estimate.low < -0.01
    opposite = auc_difference(sample, Sample(1 - other.p, fake, group))
    assert opposite.p_value is not None
    assert opposite.p_value < 1e-3


def test_false_alarms_stay_at_the_level_with_groups(draw: MakeSample) -> None:
    p_values = []
    for seed in range(200):
        base = draw(160, groups=20, rho=0.5, seed=seed)
        sample, other = second(base, seed=1000 + seed), second(base, seed=2000 + seed)
        p_values.append((accuracy_difference(sample, other).p_value, auc_difference(sample, other).p_value))
    rates = (np.array(p_values) < 0.05).mean(axis=0)
    assert np.all(rates < 0.1)


def test_only_videos_that_both_scored_are_compared(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(50)
    first, other = rows_of(sample), rows_of(second(sample))
    partly = other.with_columns(
        p_fake=pl.when(pl.int_range(50) >= 10).then("p_fake"),
        status=pl.when(pl.int_range(50) >= 10).then(pl.lit("ok")).otherwise(pl.lit("failed")),
    )
    result = compare(first.head(45), partly)
    assert (result.n, result.only_first, result.only_second) == (35, 10, 5)
    assert result.accuracy.estimate.n == 35


def test_mistakes_are_told(draw: MakeSample, rows_of: MakeRows) -> None:
    rows = rows_of(draw(10))
    with pytest.raises(TableError, match="'video'"):
        compare(rows.drop("video"), rows)
    with pytest.raises(TableError, match="disagree about the label"):
        compare(rows, rows.with_columns(label=pl.lit("real")))
    with pytest.raises(TableError, match="'detector'"):
        compare_all(rows)


def test_no_common_videos_is_not_defined(draw: MakeSample, rows_of: MakeRows) -> None:
    rows = rows_of(draw(10))
    result = compare(rows.head(5), rows.tail(5))
    assert result.n == 0
    assert (result.accuracy.p_value, result.auc.p_value) == (None, None)


def test_all_pairs_are_corrected_by_holm(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(80, groups=20)
    parts = [
        rows_of(second(sample, noise, seed)).with_columns(detector=pl.lit(name))
        for seed, (name, noise) in enumerate([("c", 0.1), ("a", 1.0), ("b", 3.0)])
    ]
    pairs = compare_all(pl.concat(parts))
    assert [(pair.first, pair.second) for pair in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    for measure in ("accuracy", "auc"):
        raw = [getattr(pair, measure).p_value for pair in pairs]
        adjusted = [getattr(pair, measure).p_adjusted for pair in pairs]
        assert adjusted == pytest.approx(multipletests(raw, method="holm")[1])
        assert all(getattr(pair, measure).correction == "Holm" for pair in pairs)
        assert "(Holm)" in str(getattr(pairs[0], measure))
