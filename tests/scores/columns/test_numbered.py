"""Numbered columns are the frames of a video, and rows that sum up frames are none."""

import numpy as np
import polars as pl
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

V = videos(40)
FRAMES = 5


def frames(seed=2):
    """P(fake) of each frame: [videos, frames]."""
    z = np.log(V.p / (1 - V.p))[:, None] + np.random.default_rng(seed).normal(0, 0.3, (len(V), FRAMES))
    return np.round(1 / (1 + np.exp(-z)), 6)


def read(place, columns, seed=1, **options):
    rng = np.random.default_rng(seed)
    names = rng.permutation(list(columns)).tolist()
    rows = rng.permutation(len(columns[names[0]]))
    path = place.folder / "s.csv"
    path.write_bytes(table({n: [list(columns[n])[i] for i in rows] for n in names}))
    return place.read(path, **options)


def means(found):
    scores = found.tables["scores"].filter(status="ok")
    assert set(scores["unit"]) <= {"frame", "clip"}
    assert scores.height == found.tables["videos"].height * FRAMES
    assert scores["detector"].n_unique() == 1
    return scores.group_by("video").agg(pl.col("p_fake").mean()).sort("video")["p_fake"].to_numpy()


def columns_of(form, first=0):
    return {form.format(i + first): frames()[:, i] for i in range(FRAMES)}


@pytest.mark.parametrize("form", ["frame_{}", "Frame {}", "frame{}", "f{}", "score_frame_{}", "frame[{}]", "t_{}"])
@pytest.mark.parametrize("first", [0, 1])
def test_columns_of_frames_are_frames(form, first, place):
    found = read(place, {"video": V.names, "label": V.labels} | columns_of(form, first))
    assert means(found) == pytest.approx(frames().mean(axis=1))


@pytest.mark.parametrize("form", ["score_{}", "p_{}", "prob{}", "pred_{}", "output {}"])
@pytest.mark.parametrize("summary", ["mean", "average", "video_mean", "median", "max"])
def test_numbered_scores_beside_their_mean_are_frames(form, summary, place):
    how = {"median": np.median, "max": np.max}.get(summary, np.mean)
    beside = {summary: np.round(how(frames(), axis=1), 6)}
    found = read(place, {"video": V.names, "label": V.labels} | columns_of(form) | beside)
    assert means(found) == pytest.approx(frames().mean(axis=1))
    assert said(found, f"not used, because they sum them up: '{summary}'")


def test_numbered_scores_alone_stay_detectors_and_the_way_out_is_said(place):
    found = read(place, {"video": V.names, "label": V.labels} | columns_of("p_{}"))
    assert found.tables["detectors"].height == FRAMES
    assert said(found, "if they are frames of a video, call them frame_0, frame_1")


def test_numbered_columns_beside_a_score_are_something_else(place):
    found = read(place, {"video": V.names, "label": V.labels, "p_fake": V.p} | columns_of("f{}"))
    assert found.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx(V.p)


@pytest.mark.parametrize("word", ["avg", "Mean", "max", "all", "video"])
@pytest.mark.parametrize("column", ["frame", "frame_id", "clip"])
def test_a_row_that_sums_up_the_frames_of_a_video_is_no_frame(word, column, place):
    each = FRAMES + 1
    p = np.column_stack([frames(), frames().max(axis=1)]).ravel()
    rows = {"video": np.repeat(V.names, each).tolist(), "label": np.repeat(V.labels, each).tolist(), "score": p}
    found = read(place, rows | {column: [*range(FRAMES), word] * len(V)})
    scores = found.tables["scores"].filter(status="ok")
    assert scores.height == len(V) * FRAMES
    assert means(found) == pytest.approx(frames().mean(axis=1))
    assert said(found, f"40 rows, whose '{column}' is '{word}', sum up the frames of a video and are left out")
