"""Where docs/coverage.md saw intervals fail, the output must warn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from touchstone.conclusions.metrics import (
    Sample,
    accuracy_difference,
    auc_difference,
    auc_estimate,
    decide,
    mean_estimate,
    proportion,
    rank,
)

MakeSample = Callable[..., Sample]


@pytest.mark.parametrize(("groups", "warned"), [(None, False), (5, True), (14, True), (20, False), (60, False)])
def test_fewer_than_fifteen_groups_are_rough_everywhere(draw: MakeSample, groups: int | None, warned: bool) -> None:
    sample = draw(300, groups=groups, rho=0.1)
    judged, ranking = decide(sample), rank(sample, resamples=20)
    estimates = [
        judged.accuracy,
        judged.real_accuracy,
        judged.bias,
        judged.balanced_accuracy,
        judged.f1,
        judged.mcc,
        ranking.auc,
        ranking.average_precision,
        ranking.eer,
        ranking.tpr_at_5_fpr,
        mean_estimate(sample.p, sample.group),
        accuracy_difference(sample, sample).estimate,
        auc_difference(sample, sample).estimate,
    ]
    assert [estimate.warning is not None for estimate in estimates] == [warned] * len(estimates)


def test_uneven_groups_count_as_few(draw: MakeSample) -> None:
    sample = draw(300)
    group = np.where(np.arange(300) < 200, 0, np.arange(300) - 199)
    warning = auc_estimate(Sample(sample.p, sample.fake, group)).warning
    assert warning is not None
    assert warning.startswith("101 groups of different sizes")


@pytest.mark.parametrize(
    ("n", "groups", "warned"), [(50, None, True), (100, None, False), (400, 20, True), (400, 60, False)]
)
@pytest.mark.parametrize("upside_down", [False, True])
def test_an_auc_near_the_edge_needs_more(
    draw: MakeSample, n: int, groups: int | None, warned: bool, upside_down: bool
) -> None:
    sample = draw(n, groups=groups, shift=3.5, rho=0.1)
    sample = Sample(1 - sample.p if upside_down else sample.p, sample.fake, sample.group)
    estimate = auc_estimate(sample)
    assert estimate.value is not None
    assert max(estimate.value, 1 - estimate.value) > 0.95
    assert (estimate.warning is not None) == warned
    weak = Sample(np.linspace(0, 1, n), sample.fake, sample.group)
    assert (auc_difference(sample, weak).estimate.warning is not None) == warned
    # The same videos do for an AUC in the middle.
    assert auc_estimate(weak).warning is None


@pytest.mark.parametrize(("groups", "warned"), [(20, True), (50, False)])
@pytest.mark.parametrize("value", [True, False])
def test_a_rate_near_the_edge_needs_more_groups(groups: int, warned: bool, value: bool) -> None:
    # 96 % right, or wrong; the errors lie in different groups.
    right = np.where(np.arange(500) % 25 == 0, not value, value)
    estimate = proportion(right, np.arange(500) // (500 // groups))
    assert (estimate.warning is not None) == warned
    assert proportion(right).warning is None
    half = proportion(np.arange(500) % 2 == 0, np.arange(500) // (500 // groups))
    assert half.warning is None


def test_a_rough_accuracy_makes_its_bias_rough(draw: MakeSample) -> None:
    sample = draw(400, shift=3.5)
    judged = decide(Sample(sample.p, sample.fake, np.arange(400) % 20))
    assert judged.real_accuracy.warning is not None
    assert judged.bias.warning is not None
    assert judged.balanced_accuracy.warning is not None


def test_curves_need_more_than_the_auc(draw: MakeSample) -> None:
    near = rank(draw(100, shift=3.5), resamples=20)
    assert near.auc.warning is None
    assert near.average_precision.warning is not None
    # Twenty groups of one label each are ten per label.
    sample = draw(300)
    single = rank(Sample(sample.p, sample.fake, np.arange(300) % 20), resamples=20)
    assert single.auc.warning is None
    assert single.average_precision.warning == "only 10 groups of a label: the interval is rough"
