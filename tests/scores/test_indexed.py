"""The index of pandas names videos and says which rows of scores and labels belong together."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from touchstone.scores import read_score_files, sheets_of_data
from touchstone.vocabulary.errors import UsageError

COUNT = 24
NAMES = [f"clip{i}.mp4" for i in range(COUNT)]
LABELS = ["fake" if i % 3 else "real" for i in range(COUNT)]
SCORES = [round(0.03 * i + 0.01, 2) for i in range(COUNT)]
TRUTH = dict(zip(NAMES, zip(LABELS, SCORES, strict=True), strict=True))
OTHER = np.random.default_rng(3).permutation(COUNT)


def moved(values, index=NAMES):
    """A Series with its rows in another order."""
    return pd.Series(values, index=index).iloc[OTHER]


def read(scores, labels=None):
    """Label and P(fake) of each video, and what was said."""
    sheet, apart = sheets_of_data(scores, labels)
    found = read_score_files([sheet], [] if apart is None else [apart])
    label = dict(found.tables["videos"].select("video", "label").iter_rows())
    p = dict(found.tables["scores"].group_by("video").agg(pl.col("p_fake").mean()).iter_rows())
    return {video: (label[video], round(p[video], 2)) for video in p}, found


@pytest.mark.parametrize(
    ("scores", "labels"),
    [
        (pd.DataFrame({"video": NAMES, "prob": SCORES}), moved(LABELS)),
        (pd.DataFrame({"prob": SCORES}, index=NAMES), moved(LABELS)),
        (pd.Series(SCORES, index=NAMES), moved(LABELS)),
        (pd.Series(SCORES, index=pd.Index(NAMES, name="video")), moved(LABELS)),
        (pd.DataFrame({"xception": SCORES}, index=pd.Index(NAMES, name="video")), moved(LABELS)),
        (pd.DataFrame({"xception": SCORES}, index=NAMES), moved([label == "fake" for label in LABELS])),
        (np.array(SCORES), pd.Series(LABELS, index=NAMES)),
        ({"prob": pd.Series(SCORES, index=NAMES), "label": moved(LABELS)}, None),
        (pd.DataFrame({"prob": SCORES, "label": LABELS}, index=NAMES), None),
        (pd.DataFrame({"prob": SCORES, "label": LABELS}, index=[NAMES, [0] * COUNT]), None),
        (pd.DataFrame({"video": NAMES, "prob": SCORES}, index=range(5, COUNT + 5)), moved(LABELS, range(5, COUNT + 5))),
        ({"video": NAMES, "prob": SCORES}, pd.Series(LABELS, index=range(7, COUNT + 7))),
        (pd.DataFrame({"video": NAMES, "prob": SCORES}), pd.Series(LABELS, index=range(7, COUNT + 7))),
        (pd.DataFrame({"video": NAMES, "prob": SCORES}, index=["x"] * COUNT), LABELS),
    ],
)  # fmt: skip
def test_labels_go_to_their_videos_whatever_the_order(scores, labels):
    assert read(scores, labels)[0] == TRUTH


@pytest.mark.parametrize("names", [("video", "frame"), (None, None)])
def test_two_levels_are_frames_of_videos(names):
    index = pd.MultiIndex.from_product([NAMES, range(4)], names=names)
    scores = pd.DataFrame({"prob": np.repeat(SCORES, 4), "label": np.repeat(LABELS, 4)}, index=index)
    answers, found = read(scores)
    assert answers == TRUTH
    assert found.tables["scores"]["unit"].unique().to_list() == ["frame"]
    of_series = read(pd.Series(np.repeat(SCORES, 4), index=index), pd.Series(np.repeat(LABELS, 4), index=index))
    assert of_series[0] == TRUTH


def test_a_match_by_numbers_is_said_with_what_takes_the_order():
    scores = pd.DataFrame({"video": NAMES, "prob": SCORES})
    labels = moved(LABELS, range(COUNT))
    answers, found = read(scores, labels)
    assert answers == TRUTH
    assert any("labels.tolist() in its place takes them in their order" in note for note in found.notes)
    assert read(scores, labels.tolist())[0] != TRUTH


def test_indices_of_other_rows_are_asked_about():
    with pytest.raises(UsageError, match=r"index of labels begins with 50 and that of scores with 30") as error:
        read(pd.DataFrame({"prob": SCORES}, index=range(30, 54)), pd.Series(LABELS, index=range(50, 74)))
    assert "\n" not in str(error.value)
