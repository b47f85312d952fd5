# A result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from touchstone.conclusions.metrics import Sample, auc, auc_inside, auc_inside_difference, rank_within
from touchstone.vocabulary.errors import TableError

MakeSample = Callable[..., Sample]
MakeRows = Callable[..., pl.DataFrame]


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from("abc")), min_size=1, max_size=30))
def test_pairs_agree_with_counting_them(videos: list[tuple[int, bool, str]]) -> None:
    rows = pl.DataFrame(
        {
            "label": ["fake" if fake else "real" for _, fake, _ in videos],
            "p_fake": [p / 5 for p, *_ in videos],
            "source": [source for *_, source in videos],
        }
    )
    won = [(p > q) + 0.5 * (p == q) for p, fake, s in videos for q, other, t in videos if fake and not other and s == t]
    result = rank_within(rows)
    assert result.pairs == len(won)
    if won:
        assert result.auc.value == pytest.approx(np.mean(won))
        assert result.auc.low is not None
        assert result.auc.high is not None
        assert 0 <= result.auc.low <= np.mean(won) + 1e-9
        assert np.mean(won) - 1e-9 <= result.auc.high <= 1
    else:
        assert result.auc.value is None


def test_one_stratum_is_the_auc(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(80, groups=20)
    result = rank_within(rows_of(sample, source=["only"] * 80))
    assert result.auc.value == pytest.approx(auc(sample))
    assert result.drop.estimate.value == pytest.approx(0)
    assert result.auc.warning == "only 1 stratum holds both labels: the interval says nothing about the others"


def test_a_detector_of_sources_is_uncovered() -> None:
    rng = np.random.default_rng(0)
    source = rng.integers(0, 20, 2000)
    share = np.where(source < 10, 0.1, 0.9)
    fake = rng.random(2000) < share
    # It tells sources apart and nothing else.
    p = np.clip(share + 0.2 * rng.standard_normal(2000), 0, 1)
    rows = pl.DataFrame({"label": np.where(fake, "fake", "real"), "p_fake": p, "source": [f"s{s}" for s in source]})
    result = rank_within(rows)
    assert result.overall.above(0.8)
    assert result.auc.low is not None
    assert result.auc.high is not None
    assert result.auc.low < 0.5 < result.auc.high
    assert result.drop.estimate.above(0.3)
    assert result.drop.p_value is not None
    assert result.drop.p_value < 1e-6
    assert (result.strata, result.strata_of_one_label, result.auc.warning) == (20, 0, None)


def test_pairs_of_original_and_fake_have_an_interval() -> None:
    # One real and one fake per source: inside a source the AUC is 0 or 1, so the variance is that over
    # sources.
    rng = np.random.default_rng(1)
    won = rng.random(200) < 0.8
    rows = pl.DataFrame(
        {
            "label": ["real", "fake"] * 200,
            "p_fake": np.stack([np.full(200, 0.5), np.where(won, 0.9, 0.1)], axis=1).ravel(),
            "source": np.repeat([f"s{i}" for i in range(200)], 2),
        }
    )
    result = rank_within(rows)
    half = 1.96 * np.sqrt(won.mean() * (1 - won.mean()) / 200)
    assert result.auc.value == pytest.approx(won.mean())
    assert result.auc.low == pytest.approx(won.mean() - half, abs=0.01)
    assert result.auc.high == pytest.approx(won.mean() + half, abs=0.01)


def test_sources_of_one_label_contribute_nothing(draw: MakeSample, rows_of: MakeRows) -> None:
    sample = draw(60)
    result = rank_within(rows_of(sample, source=np.where(sample.fake, "fakes", "reals").tolist()))
    assert result.auc.value is None
    assert (result.strata, result.strata_of_one_label, result.videos) == (0, 2, 0)
    assert result.overall.value is not None


def test_an_absent_column_is_told(draw: MakeSample, rows_of: MakeRows) -> None:
    with pytest.raises(TableError, match="'source'"):
        rank_within(rows_of(draw(10)))


def by_hand(p, fake, part):
    """Share of real–fake pairs of equal part in which the fake scores higher; ties count half."""
    won = pairs = 0.0
    for i in np.flatnonzero(fake):
        for j in np.flatnonzero(~fake):
            if part[i] == part[j]:
                pairs += 1
                won += (p[i] > p[j]) + 0.5 * (p[i] == p[j])
    return won / pairs


@given(st.integers(0, 10_000), st.integers(2, 5), st.booleans())
def test_inside_parts_only_pairs_of_one_part_count(seed, parts, grouped):
    rng = np.random.default_rng(seed)
    n = 40
    part, fake = rng.integers(0, parts, n), rng.random(n) < 0.5
    fake[:2], part[:2] = [True, False], 0
    group = np.arange(n) // 2 if grouped else None
    p, q = np.round(rng.random(n), 1), rng.random(n)
    first, second = auc_inside(Sample(p, fake, group), part), auc_inside(Sample(q, fake, group), part)
    assert first.value == pytest.approx(by_hand(p, fake, part))
    difference = auc_inside_difference(Sample(p, fake, group), Sample(q, fake, group), part).estimate
    assert difference.value == pytest.approx(first.value - second.value)
    assert difference.low <= difference.value <= difference.high
    # a scale of its own for each part changes nothing
    scaled = (p + 10 * part) / (10 * parts + 1)
    assert auc_inside(Sample(scaled, fake, group), part).value == pytest.approx(first.value)


def test_the_interval_of_a_gain_inside_parts_covers():
    hits = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        n = 300
        fake, part = np.arange(n) % 2 == 1, np.arange(n) // 2 % 5
        common = rng.normal(size=n)
        a = 1.2 * fake + 0.7 * common + 0.7 * rng.normal(size=n) + part
        b = 0.8 * fake + 0.7 * common + 0.7 * rng.normal(size=n) - part
        true = norm.cdf(1.2 / np.sqrt(2 * 0.98)) - norm.cdf(0.8 / np.sqrt(2 * 0.98))
        ends = [1 / (1 + np.exp(-z)) for z in (a, b)]
        found = auc_inside_difference(Sample(ends[0], fake), Sample(ends[1], fake), part).estimate
        hits += found.low <= true <= found.high
    assert hits >= 106  # 95 % of 120 is 114; fewer than 106 has a probability of about 0.001
