"""What intervals are if videos that are assumed independent are not: against closed forms and SciPy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from touchstone.conclusions.metrics import Estimate, independence, measure
from touchstone.conclusions.metrics.independence import (
    ICCS,
    design_effect,
    mean_group_size,
    widened_auc,
    widened_rate,
)


def rows(
    persons: int = 12, each: int = 6, named: str = "id{person}_{k:04}.mp4", group: str | None = None
) -> pl.DataFrame:
    """Half of the videos of each person are fakes."""
    rng = np.random.default_rng(0)
    person, k = np.divmod(np.arange(persons * each), each)
    fake = k % 2 == 1
    return pl.DataFrame(
        {
            "video": [named.format(person=p, k=i) for p, i in zip(person, k, strict=True)],
            "label": np.where(fake, "fake", "real"),
            "group": pl.Series([group] * (persons * each), dtype=pl.String),
            "p_fake": 1 / (1 + np.exp(-1.5 * (fake - 0.5) - rng.standard_normal(person.size))),
            "status": "ok",
        }
    )


def ends(estimate: Estimate) -> tuple[float, float, float]:
    assert estimate.limits is not None
    return estimate.limits


def assumed_of(table: pl.DataFrame) -> Any:
    return independence(table, {"cm": (table, measure(table, resamples=50))})


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_the_size_of_the_group_of_a_video_is_a_mean_over_videos(sizes):
    of_each_video = [size for size in sizes for _ in range(size)]
    assert mean_group_size(np.array(sizes)) == pytest.approx(np.mean(of_each_video))


def test_the_design_effect_is_the_variance_of_a_mean_over_that_of_independent_videos():
    sizes, icc = np.array([1, 4, 7]), 0.3
    group = np.repeat(np.arange(3), sizes)
    correlation = np.where(group[:, None] == group, icc, 0.0)
    np.fill_diagonal(correlation, 1.0)
    assert design_effect(mean_group_size(sizes), icc) == pytest.approx(correlation.sum() / group.size)


def test_a_rate_is_wilsons_on_the_videos_that_are_left():
    rate = Estimate(value=0.8, low=0.7, high=0.9, n=100, groups=None, method="Wilson")
    exact = binomtest(20, 25).proportion_ci(method="wilson")
    made = widened_rate(rate, 4.0)
    assert (made.low, made.high) == pytest.approx((exact.low, exact.high))
    assert (made.value, made.n) == (0.8, 100)


def test_an_auc_is_wider_by_the_root_of_the_design_effect_on_the_logit_scale():
    found = assumed_of(rows())
    auc = found.detectors[0].auc
    logit = [math.log(x / (1 - x)) for x in auc.limits]
    for it in found.detectors[0].widened:
        assert it.design_effect == pytest.approx(1 + 5 * it.icc)
        wider = [math.log(x / (1 - x)) for x in it.auc.limits]
        assert wider[0] == pytest.approx(logit[0])
        for end in (1, 2):
            assert (wider[end] - wider[0]) / (logit[end] - logit[0]) == pytest.approx(math.sqrt(it.design_effect))


def test_an_auc_of_one_keeps_an_interval_that_widens():
    auc = Estimate(value=1.0, low=0.93, high=1.0, n=100, groups=None, method="Newcombe")
    lows = [ends(widened_auc(auc, effect, 50, 50))[1] for effect in (1.0, 4.0, 100.0)]
    assert lows == sorted(lows, reverse=True)
    assert len(set(lows)) == 3
    assert widened_auc(auc, 4.0, 50, 50).high == 1.0


@given(st.floats(0.01, 0.99), st.floats(1.0, 50.0), st.floats(1.01, 5.0))
def test_a_larger_design_effect_is_a_wider_interval_around_the_same_value(value, effect, more):
    low, high = value * 0.9, value + (1 - value) * 0.1
    auc = Estimate(value=value, low=low, high=high, n=200, groups=None, method="DeLong, logit")
    narrow, wide = widened_auc(auc, effect, 100, 100), widened_auc(auc, effect * more, 100, 100)
    assert 0 <= ends(wide)[1] < ends(narrow)[1] <= low * (1 + 1e-9)
    assert high * (1 - 1e-9) <= ends(narrow)[2] < ends(wide)[2] <= 1
    a, b = widened_rate(auc, effect), widened_rate(auc, effect * more)
    if auc.n / effect > 1:
        assert ends(b)[2] - ends(b)[1] > ends(a)[2] - ends(a)[1]


def test_what_names_show():
    found = assumed_of(rows())
    assert (found.groups, found.meaning) == (12, "persons as in Celeb-DF (id1_0001, id1_id2_0001)")
    (one,) = found.detectors
    assert (one.detector, one.videos, one.groups, one.videos_per_group) == ("cm", 72, 12, 6.0)
    assert one.assumption == "assumed independent"
    assert tuple(it.icc for it in one.widened) == ICCS == (0.1, 0.3, 0.6)
    assert found.of("cm") is one
    assert found.of("bg") is None


def test_only_scored_videos_count():
    table = rows().with_columns(
        p_fake=pl.when(pl.col("video").str.starts_with("id3_")).then(None).otherwise(pl.col("p_fake"))
    )
    (one,) = assumed_of(table).detectors
    assert (one.videos, one.groups) == (66, 11)


def test_names_that_show_nothing():
    found = assumed_of(rows(named="x{person}y{k}z.mp4"))
    assert (found.expression, found.meaning, found.groups) == (None, None, None)
    (one,) = found.detectors
    assert (one.groups, one.videos_per_group, one.widened) == (None, 1.0, ())


def test_nothing_is_assumed_where_groups_are_known_or_nothing_was_scored():
    assert assumed_of(rows(group="a")) is None
    assert assumed_of(rows().with_columns(donor=pl.lit("b"))) is None
    assert independence(rows(), {}) is None
    assert assumed_of(rows().with_columns(p_fake=pl.lit(None, dtype=pl.Float64))) is None


def test_the_detector_with_the_highest_auc_is_the_main_one():
    table = rows()
    worse = table.with_columns(p_fake=1 - pl.col("p_fake"))
    one_class = table.filter(label="fake")
    measured = {name: (t, measure(t, resamples=50)) for name, t in (("a", worse), ("b", table), ("c", one_class))}
    found = independence(table, measured)
    assert found is not None
    assert found.main.detector == "b"
