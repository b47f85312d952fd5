from __future__ import annotations

import sys

import polars as pl
import pytest

from touchstone.front import TableFrame, Tables
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.tables import TABLES

FRAME = pl.DataFrame({"video": ["a", "b"], "n": [1, None], "p": [0.5, None], "list": [[1, 2], None]})


def test_every_table_has_its_attribute():
    assert set(Tables.__annotations__) == set(TABLES)


def test_a_table_becomes_one_of_pandas_without_pyarrow(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    pandas = Tables({"scores": FRAME}).scores.to_pandas()
    assert type(pandas).__module__.startswith("pandas")
    assert pandas["video"].tolist() == ["a", "b"]
    assert pandas["n"].isna().tolist() == pandas["p"].isna().tolist() == [False, True]
    assert pandas["list"].tolist()[0] == [1, 2]


def test_without_pandas_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"run: pip install pandas$"):
        Tables({"scores": FRAME}).scores.to_pandas()


def test_it_is_a_mapping_of_polars_frames():
    tables = Tables({"scores": FRAME})
    assert list(tables) == ["scores"]
    assert len(tables) == 1
    assert tables["scores"].equals(FRAME)
    with pytest.raises(KeyError):
        tables["videos"]
    with pytest.raises(AttributeError):
        _ = tables.videos


def test_frames_that_methods_return_need_no_pyarrow(monkeypatch):
    pytest.importorskip("pandas")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    frame = TableFrame({"video": ["a", "b", "c"], "p_fake": [0.1, None, 0.9]})
    derived = (
        frame.filter(pl.col("p_fake") > 0.5), frame.select("p_fake"), frame.sort("video"), frame.head(1), frame[1:],
        frame.with_columns(real=1 - pl.col("p_fake")), frame.join(frame, on="video").drop("p_fake").rename({"video": "v"}),
    )  # fmt: skip
    for part in derived:
        assert part.to_pandas().shape == part.shape
    assert frame["video"].to_list() == ["a", "b", "c"]
    assert TableFrame(frame.group_by("video").len()).to_pandas().shape == (3, 2)
