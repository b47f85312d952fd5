"""Scores in memory become the same tables as the same scores in a file."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import polars as pl
import pytest

from touchstone.scores import read_score_files, sheet_of_data, sheet_of_labels
from touchstone.vocabulary.errors import TableError, TouchstoneError, UsageError

COLUMNS = {
    "video": ["a.mp4", "b.mp4", "c.mp4", "d.mp4"],
    "label": ["real", "fake", "real", "fake"],
    "p_cm": [0.25, 0.75, None, 1.0],
    "p_tm": [0.5, 0.5, 0.5, 0.75],
}
ROWS = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]
NAN = {**COLUMNS, "p_cm": [0.25, 0.75, float("nan"), 1.0]}


@pytest.fixture(scope="module")
def from_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("scores") / "scores.csv"
    pl.DataFrame(COLUMNS).write_csv(path)
    return read_score_files([path]).tables


@pytest.mark.parametrize(
    "data",
    [
        pl.DataFrame(COLUMNS),
        pd.DataFrame(NAN),
        pd.DataFrame(NAN).set_index("video"),
        COLUMNS,
        NAN,
        ROWS,
        {name: np.array(values, dtype=object) for name, values in COLUMNS.items()},
        {name: pd.Series(values) for name, values in NAN.items()},
        {name: pl.Series(values) for name, values in COLUMNS.items()},
        {name: tuple(values) for name, values in COLUMNS.items()},
        {video: {k: row[k] for k in row if k != "video"} for video, row in zip(COLUMNS["video"], ROWS, strict=True)},
    ],
    ids=[
        "polars",
        "pandas",
        "pandas index",
        "lists",
        "NaN",
        "records",
        "arrays",
        "pandas series",
        "series",
        "tuples",
        "by video",
    ],
)
def test_any_form_is_read_as_the_file_is(from_file, data):
    tables = read_score_files([sheet_of_data(data)]).tables
    assert tables["videos"].equals(from_file["videos"])
    for table in ("scores", "detectors"):
        assert (
            tables[table]
            .drop("path", "reason", strict=False)
            .equals(from_file[table].drop("path", "reason", strict=False))
        )


@pytest.mark.parametrize("kind", [np.array, list, pl.Series, pd.Series, tuple])
def test_numbers_with_a_label_each_are_enough(kind):
    tables = read_score_files([sheet_of_data(kind([0.1, 0.9, 0.2]), labels=kind([0, 1, 0]))]).tables
    assert tables["scores"].select("detector", "video", "p_fake").rows() == [
        ("scores", "row 0", 0.1), ("scores", "row 1", 0.9), ("scores", "row 2", 0.2)
    ]  # fmt: skip
    assert tables["videos"]["label"].to_list() == ["real", "fake", "real"]


def test_detectors_are_called_as_their_columns():
    sheet = sheet_of_data(
        {"mine": np.array([0.5, 1], "float32"), "yours": [0, 1], "group": ["p", "q"]}, labels=[False, True]
    )
    assert read_score_files([sheet]).tables["detectors"]["detector"].to_list() == ["mine", "yours"]
    assert read_score_files([sheet]).tables["videos"]["group"].to_list() == ["p", "q"]


def test_labels_apart_are_joined_by_video():
    scores = sheet_of_data({"video": ["b", "a"], "p_fake": [0.9, 0.1]})
    for labels in ({"a": "real", "b": "fake"}, {"a": 0, "b": 1}, pl.DataFrame({"video": ["a", "b"], "label": [0, 1]})):
        videos = read_score_files([scores], [sheet_of_labels(labels)]).tables["videos"]
        assert dict(videos.select("video", "label").iter_rows()) == {"a": "real", "b": "fake"}


def test_what_is_given_is_not_changed():
    data = pl.DataFrame({"p_fake": [0.1, 0.9]})
    sheet_of_data(data, labels=[0, 1])
    assert data.columns == ["p_fake"]


@pytest.mark.parametrize(
    ("data", "labels", "words"),
    [
        (5, None, "scores must be a polars or pandas DataFrame, .* not int"),
        ({"p_fake": [0.1], "label": [0, 1]}, None, r"differ in length \(p_fake 1, label 2\)"),
        ([0.1, 0.2], [0], "labels hold 1 values but scores 2 rows"),
        (np.zeros((2, 2)), [0, 1], r"not an array of shape \(2, 2\)"),
        ([], None, "scores holds no row"),
        ({"video": [], "label": [], "p_fake": []}, None, "scores holds no row"),
        (pl.DataFrame({"p_fake": []}), [], "scores holds no row"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(data, labels, words):
    with pytest.raises((UsageError, TableError), match=words) as error:
        read_score_files([sheet_of_data(data, labels=labels)])
    assert "\n" not in str(error.value)


def test_a_wrong_cell_is_named_by_table_and_row():
    data = {"video": ["a", "b"], "label": ["real", "fake"], "p_fake": ["0.1", "maybe"]}
    with pytest.raises(TableError, match="scores, row 2"):
        read_score_files([sheet_of_data(data)])


class Broken:
    """Its text and its value cannot be had."""

    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


class BrokenValue(Broken):
    def item(self):
        raise RuntimeError("no value")


def holding_itself():
    value = {}
    value["a"] = value
    return value


PLAIN = {"video": ["a", "b"], "label": ["real", "fake"], "p_fake": [0.1, 0.9]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({**PLAIN, "group": [BrokenValue()] * 2}, r"scores cannot be read as a table \(RuntimeError: no value\)"),
        (pl.LazyFrame(PLAIN).select("nope"), r"scores cannot be read as a table \(ColumnNotFoundError"),
        ({1: [0.1], "1": [0.2]}, "scores has two columns '1'"),
        ({"\ud800": [0.1], "\\ud800": [0.2]}, "scores has two columns"),
        ([{"a": 1}, [1] * 10**5], r"scores, entry 2 is not an object with named values: \[1, 1, 1"),
        ([holding_itself()] * 2, "nested too deeply for a table"),
    ],
)
def test_data_that_cannot_be_read_are_one_short_line(data, words):
    with pytest.raises(TouchstoneError, match=words) as error:
        sheet_of_data(data)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    "values",
    [
        [Broken(), Broken()], [10**5000, "a"], [[1] * 10**5, None], ["\ud800", "b"],
        pl.Series([[2**62], None]).cast(pl.List(pl.Datetime("us"))),
        pl.Series([2**62, None]).cast(pl.Duration("ms")), pl.Series([2**62, None]).cast(pl.Datetime("us")),
    ],
)  # fmt: skip
def test_a_column_of_anything_can_be_written(values, capfd):
    frame = sheet_of_data(
        {**PLAIN, "group": values}
    ).frame  # without the column where it holds lists or impossible dates
    assert all(kind in (pl.String, pl.Float64) for kind in frame.dtypes)
    frame.write_parquet(io.BytesIO())
    assert capfd.readouterr().err == ""


def test_tables_keep_the_names_of_videos_and_show_those_of_detectors():
    columns = {"video": ["a\u202e.mp4", "b.mp4"], "label": ["real", "fake"], "p_x\u202e": [0.1, 0.9]}
    found = read_score_files([sheet_of_data(columns)])
    assert found.tables["scores"].select("detector", "video").rows() == [
        ("x\\u202e", "a\u202e.mp4"),
        ("x\\u202e", "b.mp4"),
    ]
    assert "the name of a detector holds hidden characters; it is called x\\u202e" in found.notes


@pytest.mark.parametrize("kind", [float, np.float64, np.float32])
def test_a_score_for_each_video_may_be_a_dict(kind):
    sheet = sheet_of_data({"a.mp4": kind(0.25), "b.mp4": kind(0.75)})
    assert sheet.frame.rows() == [("a.mp4", 0.25), ("b.mp4", 0.75)]
    assert sheet.columns == ["video", "p_fake"]


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_arrays_of_one_number_or_two_classes_in_each_row_are_scores(kind):
    p = np.array([0.25, 0.75, 0.5, 1.0, 0.0, 0.125], dtype=kind)
    labels = ["real", "fake"] * 3
    for data in (p, p[:, None], np.stack([1 - p, p], axis=1)):
        found = read_score_files([sheet_of_data(data, labels=labels)]).tables["scores"].sort("video")
        assert found["p_fake"].to_list() == pytest.approx(p.tolist())
