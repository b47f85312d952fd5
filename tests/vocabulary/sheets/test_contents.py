"""What the cells of a column are is looked for once."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from touchstone.scores.collect import read_score_files
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, number_cells, text
from touchstone.vocabulary.sheets.cells import LONGEST_CELL


def sheet(**columns):
    return Sheet(path=Path("s"), kind="text", frame=pl.DataFrame(columns))


def test_sheets_with_one_frame_share_what_its_cells_are():
    first = sheet(x=[" a ", "b"])
    second = replace(first, notes=("said",))
    assert second.contents is first.contents
    assert text(second, "x") is text(first, "x")


def test_a_sheet_with_another_frame_begins_without():
    first = sheet(x=["1", "2"], y=["a", "b"])
    numbers = number_cells(first, "x")
    assert numbers is not None
    assert numbers.to_list() == [1.0, 2.0]
    second = replace(first, frame=first.frame.with_columns(x=pl.Series(["3", "a"])))
    assert number_cells(second, "x") is None
    assert text(second, "x").to_list() == ["3", "a"]
    assert second.different("x").sort().to_list() == ["3", "a"]


def test_text_without_blanks_is_held_once():
    plain = sheet(x=["a" * 40, None, "b"])
    assert text(plain, "x").to_list() == ["a" * 40, None, "b"]
    assert text(sheet(x=[" a", "", None, "  ", "b\t"]), "x").to_list() == ["a", None, None, None, "b"]


def test_a_cell_that_is_too_long_is_an_error_each_time():
    long = sheet(x=["x" * (LONGEST_CELL + 1)])
    for _ in range(2):
        with pytest.raises(TableError, match="32,768 bytes"):
            text(long, "x")


def test_the_rules_turn_each_column_into_numbers_once(monkeypatch):
    room = sys.modules["touchstone.vocabulary.sheets.number_cells"]
    rows, looked_at, usual = 2000, Counter(), room._numbers

    def counted(cells):
        looked_at[cells.name] += cells.len() == rows  # an example of the rows does not count
        return usual(cells)

    monkeypatch.setattr(room, "_numbers", counted)
    columns = {
        "video": [f"v{i}.mp4" for i in range(rows)],
        "label": ["real", "fake"] * (rows // 2),
        "p_fake": [f"{i / rows:.4f}" for i in range(rows)],
        "size": [f"{i}.5" for i in range(rows)],
    }
    read_score_files([sheet(**columns)])
    assert {looked_at[column] for column in ("p_fake", "size")} == {1}
