from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from sklearn import metrics as oracle

from touchstone.conclusions.metrics import Sample, slices
from touchstone.vocabulary.errors import TableError

MakeSample = Callable[..., Sample]
MakeRows = Callable[..., pl.DataFrame]


def test_a_method_is_ranked_against_all_reals(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(200, groups=40)
    method = [None if not fake else ("swap", "reenact")[i // 2 % 2] for i, fake in enumerate(sample.fake)]
    parts = slices(rows_of(sample, method=method))
    assert [(part.column, part.name, part.real, part.fake) for part in parts] == [
        ("method", "reenact", 0, 50),
        ("method", "swap", 0, 50),
    ]
    for part in parts:
        chosen = ~sample.fake | np.array([m == part.name for m in method])
        assert part.auc.value == pytest.approx(oracle.roc_auc_score(sample.fake[chosen], sample.p[chosen]))
        assert part.accuracy.value == pytest.approx((sample.p[chosen & sample.fake] >= 0.5).mean())
        assert part.note is None
    # Two methods are each other's rest.
    assert parts[0].auc_difference.estimate.value == pytest.approx(-(parts[1].auc_difference.estimate.value or 0))


def test_a_slice_is_not_bad_for_its_mix_of_labels() -> None:
    # The detector finds 90 % of reals and 50 % of fakes everywhere; one data set has mostly fakes.
    rng = np.random.default_rng(0)
    fake = np.concatenate([rng.random(500) < 0.9, rng.random(500) < 0.1])
    right = rng.random(1000) < np.where(fake, 0.5, 0.9)
    rows = pl.DataFrame(
        {
            "label": np.where(fake, "fake", "real"),
            "p_fake": np.where(right == fake, 0.8, 0.2),
            "dataset": ["fakes"] * 500 + ["reals"] * 500,
        }
    )
    part = slices(rows)[0]
    assert part.accuracy.value is not None
    assert part.accuracy.value < 0.6
    estimate = part.accuracy_difference.estimate
    assert estimate.value is not None
    assert abs(estimate.value) < 0.1
    assert part.accuracy_difference.p_value is not None
    assert part.accuracy_difference.p_value > 0.01


def test_a_bad_bin_of_an_indicator_is_found(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(800, groups=100, shift=3.0)
    dark = np.random.default_rng(1).random(800)
    p = np.where(dark < 0.25, 0.4, sample.p)
    parts = slices(
        rows_of(Sample(p, sample.fake, sample.group), brightness=dark), indicators=["brightness"], columns=()
    )
    assert [part.real + part.fake for part in parts] == [200] * 4
    assert parts[0].accuracy_difference.estimate.below(0)
    adjusted = [part.accuracy_difference.p_adjusted for part in parts]
    assert adjusted[0] is not None
    assert adjusted[0] < 0.001
    assert parts[0].accuracy_difference.correction == "Benjamini–Hochberg"
    assert (parts[0].low, parts[0].high) == (dark.min(), pytest.approx(np.sort(dark)[199]))


def test_unknown_values_fall_into_no_bin_and_ties_merge_bins(draw: MakeSample, rows_of: MakeRows) -> None:
    rows = rows_of(draw(90), sharpness=[None] * 10 + [float("nan")] * 10 + [1.0] * 50 + [2.0] * 20)
    parts = slices(rows, indicators=["sharpness"], columns=())
    assert [part.real + part.fake for part in parts] == [50, 20]


def test_small_slices_say_so(draw: MakeSample, rows_of: MakeRows) -> None:
    parts = slices(rows_of(draw(100), source=["big"] * 93 + ["small"] * 7))
    assert parts[1].note == "only 7 videos: too few to tell (a slice needs 20)"
    assert parts[1].accuracy_difference.p_value is None
    assert parts[1].accuracy_difference.p_adjusted is None


def test_a_slice_of_one_group_is_not_tested(rows_of: MakeRows, draw: MakeSample) -> None:
    rows = rows_of(draw(200), source=["a"] * 40 + ["b"] * 160, group=["g"] * 40 + [f"h{i % 20}" for i in range(160)])
    part = slices(rows)[0]
    assert part.note == "all its videos are from one group: they show nothing about other groups"
    assert part.accuracy_difference.p_value is None


def test_one_label_in_a_slice_leaves_the_auc_undefined(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(100)
    parts = slices(rows_of(sample, source=np.where(sample.fake, "f", "r").tolist()))
    assert not any(part.auc.value is not None for part in parts)
    assert all(part.auc_difference.p_value is None for part in parts)
    # Nothing of equal label to compare with.
    assert not any(part.accuracy_difference.estimate.value is not None for part in parts)


def test_a_flawless_slice_is_not_certain(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(100)
    p = np.where(np.arange(100) < 30, np.where(sample.fake, 0.9, 0.1), sample.p)
    part = slices(rows_of(Sample(p, sample.fake), source=["good"] * 30 + ["rest"] * 70))[0]
    assert part.accuracy.value == 1
    for difference in (part.accuracy_difference, part.auc_difference):
        assert difference.estimate.low is not None
        assert difference.estimate.high is not None
        assert difference.estimate.high - difference.estimate.low > 0.05


def test_slices_of_nothing_in_particular_raise_few_alarms(draw: MakeSample, rows_of: MakeRows) -> None:
    # Sources are whole groups, four of 28 each, and differ by the groups' effects alone.
    p_values: list[tuple[float, float]] = []
    for seed in range(60):
        sample = draw(280, groups=28, seed=seed)
        assert isinstance(sample.group, np.ndarray)
        parts = slices(rows_of(sample, source=[f"s{g // 4}" for g in sample.group]))
        for part in parts:
            assert part.accuracy_difference.p_value is not None
            assert part.auc_difference.p_value is not None
            p_values.append((part.accuracy_difference.p_value, part.auc_difference.p_value))
    rates = (np.array(p_values) < 0.05).mean(axis=0)
    assert np.all(rates < 0.1)


def test_an_absent_indicator_is_told(draw: MakeSample, rows_of: MakeRows) -> None:
    with pytest.raises(TableError, match="join"):
        slices(rows_of(draw(10)), indicators=["blur"])


def test_columns_without_two_values_are_passed_over(draw: MakeSample, rows_of: MakeRows) -> None:
    assert slices(rows_of(draw(30), dataset=["only"] * 30)) == ()
