"""Cells that are used: dates that no calendar has, texts of any length, types of every kind."""

import datetime
from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, text
from touchstone.vocabulary.sheets.cells import LONGEST_CELL


def cells(values):
    return text(Sheet(path=Path("s"), kind="parquet", frame=pl.DataFrame({"x": values})), "x")


@pytest.mark.parametrize(
    "dtype", [pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("us", "Europe/Zurich")], ids=["ms", "us", "zone"]
)  # fmt: skip
def test_a_date_outside_the_calendar_is_named_with_its_row(dtype, capfd):
    with pytest.raises(TableError, match="s, row 2: column 'x' holds a date outside the years 1 to 9999"):
        cells(pl.Series([0, 2**62]).cast(dtype))
    with pytest.raises(TableError, match="s, row 1"):
        cells(pl.Series([-(2**62), 0]).cast(dtype))
    assert capfd.readouterr().err == ""


def test_a_day_outside_the_calendar_is_named_and_others_are_written(capfd):
    days = [datetime.date(2, 1, 1), datetime.date(2026, 5, 4), datetime.date(9999, 12, 30)]
    assert cells(days).to_list() == ["0002-01-01", "2026-05-04", "9999-12-30"]
    with pytest.raises(TableError, match="row 1"):
        cells(pl.Series([2**31 - 1], dtype=pl.Int32).cast(pl.Date))
    assert capfd.readouterr().err == ""


def test_dates_inside_lists_and_lengths_of_time_of_any_size_are_text():
    assert cells(pl.Series([[2**62]]).cast(pl.List(pl.Datetime("us")))).to_list() == [str([2**62])]
    assert cells(pl.Series([2**62]).cast(pl.Duration("ms"))).to_list() == [str(2**62)]
    assert cells([datetime.timedelta(seconds=90)]).to_list() == ["0:01:30"]
    assert cells([["a", "b"]]).to_list() == ["['a', 'b']"]


def test_a_cell_that_is_too_long_is_named_with_its_row():
    assert cells(["ok", "x" * LONGEST_CELL]).str.len_bytes().to_list() == [2, LONGEST_CELL]
    with pytest.raises(TableError, match="s, row 2: column 'x' holds 32,768 bytes of text, more than the 32,767"):
        cells(["ok", "x" * (LONGEST_CELL + 1)])
