"""Tables as R writes them, with names of rows or without, and codes as arrays of numbers are written."""

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import read_sheet

ROWS = [("a x.mp4", "real", "0.1"), ("b.mp4", "fake", "0.9"), ("c.mp4", "real", "0.35")]
SEPARATORS = [" ", "\t", ",", ";"]


def sheet(folder, text):
    path = folder / "t.txt"
    path.write_text(text)
    return read_sheet(path)


def quoted(cells, separator):
    return separator.join(cell if cell[0] in "0123456789" else f'"{cell}"' for cell in cells)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("names", [["video", "label", "p"], ["File.Name", "Class", "prob.fake"]])
def test_the_first_cell_is_the_name_of_the_row(tmp_path, separator, names):
    lines = [quoted(names, separator), *(f'"{at}"{separator}' + quoted(row, separator) for at, row in enumerate(ROWS, 1))]
    read = sheet(tmp_path, "\n".join(lines) + "\n")
    assert read.columns == ["column 1", *names]
    assert read.frame.rows() == [(str(at), *row) for at, row in enumerate(ROWS, 1)]
    assert read.separator == separator
    assert any("one cell less than the others" in note for note in read.notes)
    assert read.where(0).endswith("row 2")


@pytest.mark.parametrize("separator", SEPARATORS)
def test_quoted_cells_without_names_of_rows(tmp_path, separator):
    lines = [quoted(["video", "label", "p"], separator), *(quoted(row, separator) for row in ROWS)]
    read = sheet(tmp_path, "\n".join(lines) + "\n")
    assert (read.columns, read.frame.rows(), read.separator) == (["video", "label", "p"], ROWS, separator)


@pytest.mark.parametrize("separator", [" ", ","])
def test_numbers_of_rows_need_no_quotation_marks(tmp_path, separator):
    lines = [separator.join(["video", "p"]), *(separator.join([str(at), row[0][-5:], row[2]]) for at, row in enumerate(ROWS, 1))]
    assert sheet(tmp_path, "\n".join(lines) + "\n").columns == ["column 1", "video", "p"]


def test_a_cell_too_many_is_an_error_still(tmp_path):
    with pytest.raises(TableError, match="has 3 cells, the first row 2"):
        sheet(tmp_path, "video,p\nx,a.mp4,0.1\ny,b.mp4,0.9\n")


def test_separators_at_the_end_of_lines_are_no_names_of_rows(tmp_path):
    assert sheet(tmp_path, '"video","p"\n"a.mp4",0.1,\n"b.mp4",0.9,\n').columns == ["video", "p"]


@pytest.mark.parametrize("code", ["{:.4f}", "{:.18e}", "{:.2e}", "{:.0f}."])
@pytest.mark.parametrize("separator", [",", " "])
@pytest.mark.parametrize("header", [True, False])
def test_codes_of_arrays_are_plain(tmp_path, code, separator, header):
    rows = [separator.join([f"v{i}", code.format(i % 2), f"0.{i}1"]) for i in range(8)]
    read = sheet(tmp_path, "\n".join([separator.join(["video", "label", "p"])][:header] + rows) + "\n")
    assert read.frame.get_columns()[1].to_list() == ["0", "1"] * 4
    assert read.frame.get_columns()[2][0] == "0.01"
