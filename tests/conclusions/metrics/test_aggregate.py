from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from touchstone.conclusions.metrics import video_scores
from touchstone.vocabulary.errors import TableError, UsageError
from touchstone.vocabulary.tables import SCORES, VIDEOS, from_rows

UNITS = (0.1, 0.2, 0.9)


@pytest.fixture
def videos() -> pl.DataFrame:
    names = [("real", "ok"), ("fake", "ok"), ("fake", "ok"), ("real", "ok"), ("real", "failed"), ("fake", "ok")]
    rows = [
        {"video": f"{i}.mp4", "label": label, "status": status, "group": f"g{i}"}
        for i, (label, status) in enumerate(names)
    ]
    return from_rows(rows, VIDEOS)


@pytest.fixture
def scores() -> pl.DataFrame:
    base = {"detector": "cm", "unit": "frame"}
    rows = [
        {**base, "video": "0.mp4", "index": i, "p_fake": p, "logit": math.log(p / (1 - p)), "status": "ok"}
        for i, p in enumerate(UNITS)
    ]
    rows += [
        {**base, "video": "1.mp4", "index": 0, "p_fake": 0.7, "status": "ok"},
        {**base, "video": "1.mp4", "index": 1, "status": "failed", "reason": "x"},
        {**base, "video": "2.mp4", "index": 0, "status": "failed", "reason": "x"},
        {**base, "video": "2.mp4", "index": 1, "status": "abstained", "reason": "no face"},
        {**base, "video": "3.mp4", "index": 0, "status": "abstained", "reason": "no face"},
    ]
    return from_rows(rows, SCORES)


def test_every_video_keeps_a_row_and_only_scored_ones_a_score(scores: pl.DataFrame, videos: pl.DataFrame) -> None:
    rows = video_scores(scores, videos)
    assert rows["status"].to_list() == ["ok", "ok", "failed", "abstained", "failed", "missing"]
    assert rows["p_fake"].is_null().to_list() == [False, False, True, True, True, True]
    assert rows["units_ok"].to_list() == [3, 1, 0, 0, 0, 0]
    assert rows["units_failed"].to_list() == [0, 1, 1, 0, 0, 0]
    assert rows["group"].to_list() == [f"g{i}" for i in range(6)]


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ("mean", np.mean(UNITS)),
        ("median", 0.2),
        ("max", 0.9),
        ("mean_logit", 1 / (1 + np.exp(-np.mean(np.log(np.array(UNITS) / (1 - np.array(UNITS))))))),
    ],
)
@pytest.mark.parametrize("with_logit", [True, False])
def test_aggregations(
    scores: pl.DataFrame, videos: pl.DataFrame, aggregation: str, expected: float, with_logit: bool
) -> None:
    table = scores if with_logit else scores.drop("logit")
    rows = video_scores(table, videos, aggregation)  # pyright: ignore[reportArgumentType]
    assert rows["p_fake"][0] == pytest.approx(expected)
    assert rows["p_fake"][1] == pytest.approx(0.7)


def test_consistency_is_one_minus_the_population_variance(scores: pl.DataFrame, videos: pl.DataFrame) -> None:
    rows = video_scores(scores, videos)
    assert rows["consistency"][0] == pytest.approx(1 - np.var(UNITS))
    assert rows["consistency"].is_null().to_list()[1:] == [True] * 5


def test_mean_logit_survives_certain_scores() -> None:
    scores = pl.DataFrame(
        {
            "detector": ["a"] * 2,
            "video": ["x"] * 2,
            "p_fake": [0.0, 1.0],
            "status": ["ok"] * 2,
            "logit": [None, math.inf],
        },
        schema_overrides={"logit": pl.Float64},
    )
    rows = video_scores(scores, pl.DataFrame({"video": ["x"], "label": ["real"]}), "mean_logit")
    assert 0 <= rows["p_fake"][0] <= 1


def test_empty_tables_give_an_empty_table() -> None:
    rows = video_scores(SCORES.empty(), VIDEOS.empty())
    assert rows.height == 0
    assert "p_fake" in rows.columns


def test_mistakes_are_told(scores: pl.DataFrame, videos: pl.DataFrame) -> None:
    with pytest.raises(UsageError, match="mean_logit"):
        video_scores(scores, videos, "average")  # pyright: ignore[reportArgumentType]
    with pytest.raises(TableError, match="not in the videos table"):
        video_scores(scores, videos.head(1))
    with pytest.raises(TableError, match="more than once"):
        video_scores(scores, pl.concat([videos, videos]))
    with pytest.raises(TableError, match="'p_fake'"):
        video_scores(scores.drop("p_fake"), videos)
