from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.conclusions.metrics import Sample, auc, rank_within
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
