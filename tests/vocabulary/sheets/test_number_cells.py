"""Columns of which every cell is a number, or a word that says that there is none."""

from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.sheets import Sheet, number_cells
from touchstone.vocabulary.sheets.number_cells import are_all_numbers


def sheet(cells, dtype=None):
    return Sheet(path=Path("s"), kind="text", frame=pl.DataFrame({"x": pl.Series(cells, dtype=dtype)}))


@pytest.mark.parametrize(
    ("cells", "numbers", "every"),
    [
        (["1", "2.5", None], [1.0, 2.5, None], True),
        ([1, 2], [1.0, 2.0], True),
        ([" 1", "2"], [1.0, 2.0], True),
        (["1", "n/a", "No face"], [1.0, None, None], False),
        (["1", "a"], None, False),
        (["1"] * 300 + ["a"], None, False),
        (["inf", "inf"], None, False),
        ([True, False], None, False),
    ],
)
def test_a_column_is_one_of_numbers_where_no_cell_is_another_word(cells, numbers, every):
    read = number_cells(sheet(cells), "x")
    assert (None if read is None else read.to_list()) == numbers
    assert are_all_numbers(sheet(cells), "x") is every


def test_a_column_without_a_cell_holds_no_numbers():
    assert number_cells(sheet([None, None], pl.String), "x") is None
