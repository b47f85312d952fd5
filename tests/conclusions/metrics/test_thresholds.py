from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from touchstone.conclusions.metrics import (
    Sample,
    balanced_gain,
    best_threshold,
    decide,
    fit_threshold,
    grouped_folds,
    weighted_accuracy,
)

MakeSample = Callable[..., Sample]
MakeRows = Callable[..., pl.DataFrame]


def each_threshold(sample: Sample) -> list[float]:
    """All thresholds that decide differently: each score, and one above them all."""
    return [*np.unique(sample.p).tolist(), float(np.nextafter(sample.p.max(), 2))]


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("n", [2, 15, 300])
def test_the_best_threshold_is_the_best_of_all(draw: MakeSample, n: int, ties: bool) -> None:
    sample = draw(n, ties=ties)
    tried = [oracle.balanced_accuracy_score(sample.fake, sample.p >= t) for t in each_threshold(sample)]
    best = decide(sample, best_threshold(sample)).balanced_accuracy.value
    assert best is not None
    assert best >= max(tried) - 1e-12


@pytest.mark.parametrize("weight", [0.02, 0.3, 0.9])
def test_a_weight_moves_the_best_threshold_to_where_weighted_accuracy_is_highest(
    draw: MakeSample, weight: float
) -> None:
    sample = draw(200)
    counts = np.where(sample.fake, weight / sample.fake_count, (1 - weight) / sample.real_count)
    tried = [oracle.accuracy_score(sample.fake, sample.p >= t, sample_weight=counts) for t in each_threshold(sample)]
    called = sample.p >= best_threshold(sample, weight)
    reached = weighted_accuracy(sample, called, weight)
    assert reached.value == pytest.approx(oracle.accuracy_score(sample.fake, called, sample_weight=counts))
    assert reached.value is not None
    assert reached.value >= max(tried) - 1e-12
    gain = balanced_gain(sample, sample.p >= 0.5, called, weight).estimate.value
    assert gain == pytest.approx(reached.value - (weighted_accuracy(sample, sample.p >= 0.5, weight).value or 0))


@given(st.integers(4, 60), st.integers(2, 12), st.integers(2, 6), st.booleans())
def test_a_group_is_never_on_both_sides(n: int, groups: int, folds: int, single: bool) -> None:
    fake = np.arange(n) % 2 == 1
    group = np.arange(n) // 2 % groups
    sample = Sample(np.linspace(0, 1, n), fake, group * 2 + fake if single else group)
    fold = grouped_folds(sample, folds)
    assert isinstance(sample.group, np.ndarray)
    if fold is None:
        assert min(np.unique(sample.group[fake]).size, np.unique(sample.group[~fake]).size) < 2
        return
    for k in range(int(fold.max()) + 1):
        assert not set(sample.group[fold == k]) & set(sample.group[fold != k])
        assert sample.part(fold != k).two_classes


def test_held_out_accuracy_is_that_of_the_folds(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(150, groups=30)
    shifted = Sample(sample.p**4, sample.fake, sample.group)
    result = fit_threshold(rows_of(shifted), seed=1)
    fold = grouped_folds(Sample.from_rows(rows_of(shifted)), seed=1)
    assert result is not None
    assert fold is not None
    right = []
    for k, threshold in enumerate(result.thresholds):
        assert threshold == best_threshold(shifted.part(fold != k))
        right.append((shifted.p[fold == k] >= threshold) == shifted.fake[fold == k])
    assert result.held_out.accuracy.value == pytest.approx(np.concatenate(right).mean())
    assert result.spread == pytest.approx(np.std(result.thresholds))
    assert result.held_out.accuracy.above(result.standard.accuracy.value or 1)
    assert result.held_out.accuracy.groups == 30
    assert fit_threshold(rows_of(shifted), seed=1) == result


def test_nothing_can_be_held_out(draw: MakeSample) -> None:
    sample = draw(20)
    assert fit_threshold(Sample(sample.p, sample.fake, sample.fake.astype(np.int64))) is None
    assert fit_threshold(Sample(sample.p, np.ones(20, np.bool_))) is None
    few = fit_threshold(Sample(sample.p, sample.fake, np.arange(20) // 2 % 3))
    assert few is not None
    assert few.folds == 3
