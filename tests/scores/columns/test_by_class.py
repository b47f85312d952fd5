"""A row for each class of a video, and labels in two columns of marks."""

# A result that is not there fails the test by itself.
# pyright: reportArgumentType=false

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from touchstone.scores import read_score_files
from touchstone.vocabulary.sheets import Sheet

COUNT = 24


def planted(seed: int) -> list[tuple[str, str, float]]:
    chance = random.Random(seed)
    return [(f"v{i}x.mp4", ("real", "fake")[i % 2], round(chance.uniform(0.05, 0.95), 3)) for i in range(COUNT)]


def read(columns: dict[str, list[object]], seed: int) -> dict[str, tuple[str, float]]:
    names = list(columns)
    random.Random(seed).shuffle(names)
    frame = pl.DataFrame({name: columns[name] for name in names}).sample(fraction=1.0, shuffle=True, seed=seed)
    tables = read_score_files([Sheet(path=Path("t.csv"), kind="parquet", frame=frame)]).tables
    both = tables["videos"].join(tables["scores"], on="video")
    return {v: (y, round(p, 6)) for v, y, p in both.select("video", "label", "p_fake").iter_rows()}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("truth", "class_"), [("label", "class"), ("truth", "label"), ("gt", "category"), ("label", "name_of_class")]
)
@pytest.mark.parametrize("words", [("real", "fake"), ("REAL", "FAKE"), ("bonafide", "spoof")])
def test_rows_by_class_give_one_score_for_each_video(truth, class_, words, seed):
    videos = planted(seed)
    rows = [(v, y, words[k], p if k else 1 - p) for v, y, p in videos for k in (0, 1)]
    held = dict(zip(("video", truth, class_, "score"), map(list, zip(*rows, strict=True)), strict=True))
    assert read(held, seed) == {v: (y, p) for v, y, p in videos}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("real", "fake"), [("real", "fake"), ("label_real", "label_fake"), ("y_true_real", "y_true_fake"), ("Real", "Fake")]
)
def test_marks_beside_scores_are_the_label(real, fake, seed):
    videos = planted(seed)
    columns = {
        "file": [v for v, _, _ in videos],
        real: [int(y == "real") for _, y, _ in videos],
        fake: [int(y == "fake") for _, y, _ in videos],
        "score": [p for _, _, p in videos],
    }
    assert read(columns, seed) == {v: (y, p) for v, y, p in videos}


def test_marks_beside_a_label_are_decisions():
    videos = planted(0)
    columns = {
        "file": [v for v, _, _ in videos],
        "label": [y for _, y, _ in videos],
        "real": [int(p < 0.5) for _, _, p in videos],
        "fake": [int(p >= 0.5) for _, _, p in videos],
    }
    assert read(columns, 0) == {v: (y, float(p >= 0.5)) for v, y, p in videos}


def test_pairs_of_equal_names_whose_scores_do_not_sum_to_one_stay_two_videos():
    rows = [(v, word, p) for word, seed in (("real", 4), ("fake", 5)) for v, _, p in planted(seed)]
    held = dict(zip(("video", "label", "score"), map(list, zip(*rows, strict=True)), strict=True))
    assert len(read(held, 0)) == 2 * COUNT
