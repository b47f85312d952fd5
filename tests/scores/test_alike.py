"""Rows of equal names: frames of a video, videos of several methods, repetitions, or labels that are answers."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.scores.conftest import labels_of, said
from tests.scores.forms.example import table, videos

from touchstone.scores.alike import alike_within_names


def write(place, columns, name="s.csv"):
    path = place.folder / name
    path.write_bytes(table(columns))
    return path


def rows_of(count, each, spread, seed=0):
    """Names, labels and scores of rows; scores of one name share a part unless ``spread`` is 1."""
    rng = np.random.default_rng(seed)
    name = np.repeat(np.arange(count), each)
    fake = name % 2 == 0
    z = np.sqrt(1 - spread) * rng.normal(size=count)[name] + np.sqrt(spread) * rng.normal(size=name.size)
    p = np.round(1 / (1 + np.exp(-z - fake)), 5)
    return {"video": [f"{n:03d}.mp4" for n in name], "label": np.where(fake, "fake", "real").tolist(), "p_fake": p}


def alike(columns):
    frame = pl.DataFrame(columns).with_row_index("row")
    return alike_within_names(frame.select("row", "video", "label"), frame.with_columns(detector=pl.lit("d")))


@pytest.mark.parametrize("each", [2, 3, 5])
def test_the_verdict_is_that_of_an_analysis_of_variance_on_ranks(each):
    for seed in range(20):
        columns = rows_of(30, each, 0.9, seed)
        frame = pl.DataFrame(columns).filter(label="fake").with_columns(rank=pl.col("p_fake").rank())
        groups = [part["rank"].to_numpy() for _, part in frame.group_by("video")]
        f, p = stats.f_oneway(*groups)
        assert alike(frame.drop("rank").to_dict(as_series=False)) == (p < 0.01), (f, p)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_frames_are_alike_and_the_order_of_rows_does_not_matter(seed):
    columns = pl.DataFrame(rows_of(40, 4, 0.2, seed)).sample(fraction=1.0, shuffle=True, seed=seed)
    assert alike(columns.to_dict(as_series=False))


def test_independent_rows_are_called_alike_once_in_a_hundred():
    assert sum(alike(rows_of(40, 4, 1.0, seed)) for seed in range(200)) <= 8


def test_two_fakes_of_each_name_are_videos_and_none_is_dropped(place):
    found = place.read(write(place, rows_of(40, 2, 1.0, 3)))
    assert found.tables["videos"].height == 80
    assert found.tables["scores"].height == 80
    assert found.tables["videos"]["group"].n_unique() == 40
    assert found.tables["rejected"].height == 0
    assert said(found, "40 names occur in several rows, and rows of one name are no more alike than others")


def test_two_rows_of_each_name_that_are_alike_are_frames(place):
    found = place.read(write(place, rows_of(40, 2, 0.05, 3)))
    assert found.tables["videos"].height == 40
    assert set(found.tables["scores"]["unit"]) == {"frame"}


@pytest.mark.parametrize(("rows_are", "count"), [("frames", 40), ("videos", 80)])
def test_the_user_says_what_rows_of_one_name_are(place, rows_are, count):
    for spread in (0.05, 1.0):
        found = place.read(write(place, rows_of(40, 2, spread)), rows_are=rows_are)
        assert found.tables["videos"].height == count
        assert found.tables["scores"].height == 80


def test_a_table_that_is_in_the_file_several_times_is_read_once_and_said(place):
    v = videos(20)
    thrice = {"video": [*v.names] * 3, "label": [*v.labels] * 3, "p_fake": np.tile(v.p, 3)}
    found = place.read(write(place, thrice))
    assert found.tables["scores"].height == 20
    assert set(found.tables["rejected"]["kind"]) == {"identical"}
    assert said(found, "40 row(s) give the same score as an earlier row of the same video; they are left out")


def test_few_rows_that_contradict_each_other_name_both_ways_out(place):
    v = videos(20)
    again = {"video": [*v.names, v.names[0]], "label": [*v.labels, v.labels[0]], "p_fake": [*v.p, 0.123]}
    path = write(place, again)
    found = place.read(path)
    assert said(found, "2 rows contradict each other about 1 video(s)")
    assert said(found, "say --rows-are frames")
    assert said(found, "say --rows-are videos")
    assert place.read(path, rows_are="videos").tables["videos"].height == 21
    assert place.read(path, rows_are="frames").tables["scores"].filter(status="ok").height == 21


def test_labels_that_are_the_decisions_do_not_hide_the_errors(place):
    v = videos(60)
    assert v.called != v.labels
    scores = write(place, {"video": v.names, "label": v.called, "score": v.p})
    truth = write(place, {"video": v.names, "label": v.labels}, "truth.csv")
    found = place.read(scores, labels=[truth])
    assert labels_of(found) == dict(zip(v.names, v.labels, strict=True))
    assert said(found, "so they are the detector's answers and not used")


def test_labels_that_differ_without_following_the_scores_contradict(place):
    v = videos(60)
    wrong = [{"fake": "real", "real": "fake"}[y] if i < 3 else y for i, y in enumerate(v.labels)]
    scores = write(place, {"video": v.names, "label": wrong, "score": v.p})
    found = place.read(scores, labels=[write(place, {"video": v.names, "label": v.labels}, "truth.csv")])
    assert found.tables["videos"].height == 57
    assert set(found.tables["rejected"]["kind"]) == {"contradicting label"}
