"""A quotation mark that is not closed never swallows rows in silence; one inside a cell is text."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets.delimited import sheet_of_text

PLACE = Path("s.csv")
ROWS = [["video", "label", "p_fake"], *([f"v{n}.mp4", str(n % 2), f"0.{n + 10}"] for n in range(30))]


def table(changes, rows=ROWS, separator=","):
    cells = [list(row) for row in rows]
    for (row, column), text in changes.items():
        cells[row][column] = text
    return "\n".join(separator.join(row) for row in cells).encode() + b"\n"


@pytest.mark.parametrize("row", [1, 2, 15, 29, 30])
@pytest.mark.parametrize("column", [0, 1, 2])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_cell_that_is_never_closed_is_named_with_its_row(row, column, separator):
    data = table({(row, column): f'"{ROWS[row][column]}'}, separator=separator)
    with pytest.raises(TableError, match=rf"^s\.csv, row {row + 1}: a quotation mark opens a cell, and none closes it"):
        sheet_of_text(PLACE, data)


@pytest.mark.parametrize(("first", "last"), [(1, 2), (5, 15), (2, 30), (1, 30)])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_cell_that_swallows_rows_is_named_with_the_row_where_it_begins(first, last, column):
    data = table({(first, column): f'"{ROWS[first][column]}', (last, column): f'{ROWS[last][column]}"'})
    count = last - first + 1
    with pytest.raises(
        TableError, match=rf"row {first + 1}: a quotation mark opens a cell that goes on over {count} lines"
    ):
        sheet_of_text(PLACE, data)


def test_a_mark_in_the_middle_of_a_quoted_cell_is_named_with_its_row():
    with pytest.raises(
        TableError, match="row 4: a quotation mark closes a cell before its end; inside a cell it is written"
    ):
        sheet_of_text(PLACE, table({(3, 0): '"the "best" one.mp4"'}))


@given(st.data())
def test_marks_inside_cells_are_text_and_no_row_is_lost(data):
    places = data.draw(st.sets(st.tuples(st.integers(1, 30), st.integers(0, 0)), min_size=1, max_size=8))
    changes = {}
    for row, column in places:
        cell = ROWS[row][column]
        at = data.draw(st.integers(1, len(cell)))
        changes[row, column] = cell[:at] + '"' + cell[at:]
    frame = sheet_of_text(PLACE, table(changes)).frame
    assert frame.height == 30
    assert frame["video"].to_list() == [changes.get((n, 0), row[0]) for n, row in enumerate(ROWS) if n]
    assert frame["p_fake"].to_list() == [row[2] for row in ROWS[1:]]


@given(st.lists(st.text(st.sampled_from('ab",\n é'), max_size=6), min_size=2, max_size=6))
def test_what_csv_writes_is_read_as_it_was(notes):
    out = io.StringIO(newline="")
    rows = [["video", "note", "p_fake"], *([f"v{n}.mp4", note, "0.5"] for n, note in enumerate(notes))]
    csv.writer(out, lineterminator="\n").writerows(rows)
    frame = sheet_of_text(PLACE, out.getvalue().encode()).frame
    assert frame["video"].to_list() == [row[0] for row in rows[1:]]
    assert [cell or "" for cell in frame["note"]] == notes


def test_marks_in_the_header_are_text_too():
    frame = sheet_of_text(PLACE, table({(0, 2): 'p"fake'})).frame
    assert (frame.columns, frame.height) == (["video", "label", 'p"fake'], 30)


def test_a_text_over_several_lines_stays_one_cell():
    printed = '"tensor([0.1, 0.2,\n        0.3, 0.4])"'
    frame = sheet_of_text(PLACE, table({(row, 2): printed for row in range(1, 31)})).frame
    assert frame["p_fake"].to_list() == [printed.strip('"')] * 30


def test_a_cell_that_csv_does_not_take_is_named_and_cuts_no_table():
    with pytest.raises(TableError, match="row 5 holds a cell of more than 131,072 characters; shorten it"):
        sheet_of_text(PLACE, table({(4, 0): "v" * 140_000 + '"x'}))
    data = table({(4, 0): '"' + "v" * 140_000 + '"'})
    assert sheet_of_text(PLACE, data).frame["video"].to_list()[29] == "v29.mp4"
