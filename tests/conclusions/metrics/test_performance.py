from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
import pytest
from sklearn import metrics as oracle

from touchstone.conclusions.metrics import Estimate, Sample, measure
from touchstone.vocabulary.errors import TableError, UsageError

MakeSample = Callable[..., Sample]
MakeRows = Callable[..., pl.DataFrame]


def estimates(result: object) -> Iterator[tuple[str, Estimate]]:
    for field in dataclasses.fields(result):  # pyright: ignore[reportArgumentType]
        value = getattr(result, field.name)
        if isinstance(value, Estimate):
            yield field.name, value
        elif dataclasses.is_dataclass(value):
            yield from estimates(value)


@pytest.mark.parametrize("groups", [None, 25])
def test_points_agree_with_scikit_learn(draw: MakeSample, rows_of: MakeRows, groups: int | None) -> None:
    sample = draw(200, groups=groups)
    steady = np.linspace(0.8, 1, 200)
    result = measure(rows_of(sample, consistency=steady), resamples=50)
    confidence = np.maximum(sample.p, 1 - sample.p)
    assert result.log_loss.value == pytest.approx(oracle.log_loss(sample.fake, sample.p))
    assert result.brier.value == pytest.approx(oracle.brier_score_loss(sample.fake, sample.p))
    assert result.confidence.value == pytest.approx(confidence.mean())
    assert result.confidence_sd.value == pytest.approx(confidence.std())
    assert result.consistency.value == pytest.approx(steady.mean())
    assert result.auc.value == pytest.approx(oracle.roc_auc_score(sample.fake, sample.p))
    for name, estimate in estimates(result):
        # Some groups hold one label only.
        assert estimate.groups == groups if groups is None else 20 <= (estimate.groups or 0) <= groups, name
        assert estimate.n in (100, 200), name
        assert estimate.low is not None, name
        assert estimate.high is not None, name
        assert estimate.low < estimate.high, name


def test_certain_and_wrong_is_finite() -> None:
    result = measure(pl.DataFrame({"label": ["real", "fake"], "p_fake": [1.0, 0.0]}))
    assert result.log_loss.value is not None
    assert math.isfinite(result.log_loss.value)
    assert result.log_loss.value == pytest.approx(oracle.log_loss([0, 1], [1.0, 0.0]))


def test_unscored_videos_are_counted_and_never_scored(draw: MakeSample, rows_of: MakeRows) -> None:
    rows = rows_of(draw(40))
    status = ["failed", "failed", "abstained", "missing"]
    extra = pl.DataFrame(
        {
            "video": ["w", "x", "y", "z"],
            "label": ["real", "fake", "fake", "fake"],
            "p_fake": pl.Series([None] * 4, dtype=pl.Float64),
            "status": status,
        }
    )
    result = measure(pl.concat([rows, extra]), resamples=20)
    assert (result.real.ok, result.real.failed, result.real.total) == (20, 1, 21)
    assert (result.fake.ok, result.fake.failed, result.fake.abstained, result.fake.missing) == (20, 1, 1, 1)
    assert result.accuracy == measure(rows, resamples=20).accuracy


def test_a_null_group_is_a_group_of_its_own(draw: MakeSample, rows_of: MakeRows) -> None:
    rows = rows_of(draw(30), group=["a"] * 10 + [None] * 20)
    assert measure(rows, resamples=20).accuracy.groups == 21
    all_null = rows.with_columns(group=pl.lit(None, dtype=pl.String))
    assert measure(all_null, resamples=20).accuracy.groups is None


@pytest.mark.parametrize("label", ["real", "fake"])
def test_one_class_has_no_nan(label: str) -> None:
    rows = pl.DataFrame({"label": [label] * 12, "p_fake": [0.2, 0.9] * 6, "group": list("abcdef") * 2})
    result = measure(rows)
    assert result.auc.value is None
    assert result.roc is None
    for name, estimate in estimates(result):
        for number in (estimate.value, estimate.low, estimate.high):
            assert number is None or math.isfinite(number), name


def test_no_videos_at_all() -> None:
    rows = pl.DataFrame(schema={"label": pl.String, "p_fake": pl.Float64})
    result = measure(rows)
    assert all(estimate.value is None for _, estimate in estimates(result))


def test_a_detector_stuck_at_one_half_has_widths() -> None:
    rows = pl.DataFrame({"label": ["real", "fake"] * 20, "p_fake": [0.5] * 40, "consistency": [1.0] * 40})
    result = measure(rows, resamples=50)
    assert result.auc.value == 0.5
    for name, estimate in estimates(result):
        if estimate.low is not None and estimate.high is not None:
            assert estimate.high > estimate.low, name
    assert result.log_loss.warning is not None


def test_order_of_rows_does_not_matter_and_the_seed_is_all(draw: MakeSample, rows_of: MakeRows) -> None:
    rows = rows_of(draw(60, groups=20))
    first, again = measure(rows, resamples=50, seed=1), measure(rows, resamples=50, seed=1)
    assert first == again
    shuffled = measure(rows.sample(fraction=1, shuffle=True, seed=0), resamples=50, seed=1)
    assert shuffled.accuracy == first.accuracy
    assert shuffled.auc.low == pytest.approx(first.auc.low)


def test_mistakes_are_told() -> None:
    rows = pl.DataFrame({"label": ["real", "fake"], "p_fake": [0.1, 0.9]})
    with pytest.raises(TableError, match="video_scores"):
        measure(rows.drop("label"))
    with pytest.raises(TableError, match=r"\[0, 1\]"):
        measure(rows.with_columns(p_fake=pl.Series([0.1, 3.0])))
    with pytest.raises(TableError, match="NaN"):
        measure(rows.with_columns(p_fake=pl.Series([0.1, math.nan])))
    with pytest.raises(TableError, match="label"):
        measure(rows.with_columns(label=pl.Series(["REAL", "fake"])))
    with pytest.raises(UsageError, match="several detectors"):
        measure(rows.with_columns(detector=pl.Series(["a", "b"])))
    with pytest.raises(UsageError, match="more than once"):
        measure(rows.with_columns(video=pl.lit("a")))
    with pytest.raises(UsageError, match="equally long"):
        Sample(np.zeros(2), np.zeros(3, np.bool_))
    with pytest.raises(UsageError, match="group numbers"):
        Sample(np.zeros(2), np.zeros(2, np.bool_), np.zeros(3, np.int64))


def test_few_real_videos_cannot_show_one_per_cent(draw: MakeSample, rows_of: MakeRows) -> None:
    ranking = measure(rows_of(draw(80)), resamples=20).ranking
    assert (
        ranking.tpr_at_1_fpr.warning
        == "40 real videos cannot show a false positive rate of 1%: this is the rate at zero false positives"
    )
    assert ranking.tpr_at_5_fpr.warning is None
