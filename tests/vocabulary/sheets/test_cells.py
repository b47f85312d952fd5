"""Cells that are used: texts of any length."""

from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, text
from touchstone.vocabulary.sheets.cells import LONGEST_CELL


def cells(values):
    return text(Sheet(path=Path("s"), kind="parquet", frame=pl.DataFrame({"x": values})), "x")


def test_a_cell_that_is_too_long_is_named_with_its_row():
    assert cells(["ok", "x" * LONGEST_CELL]).str.len_bytes().to_list() == [2, LONGEST_CELL]
    with pytest.raises(TableError, match="s, row 2: column 'x' holds 32,768 bytes of text, more than the 32,767"):
        cells(["ok", "x" * (LONGEST_CELL + 1)])


def test_the_page_on_safety_states_the_limit():
    page = Path(__file__).parents[3] / "docs/security.md"
    assert f"a used cell {LONGEST_CELL:,} bytes" in page.read_text()
