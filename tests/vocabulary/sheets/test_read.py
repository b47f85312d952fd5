"""From any file to a sheet: sizes are bounded before anything is made of them, and names are the file's."""

import json
import os

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import read_sheet
from touchstone.vocabulary.tables import parquet


@pytest.fixture
def sheet(tmp_path):
    def read(data):
        path = tmp_path / "s"
        path.write_bytes(data.encode(errors="surrogatepass") if isinstance(data, str) else data)
        return read_sheet(path)

    return read


def test_short_lines_below_a_wide_header_are_counted_before_they_are_filled(sheet, monkeypatch):
    data = ",".join(f"c{i}" for i in range(100)) + "\n" + "x\n" * 1000
    assert sheet(data).frame.shape == (1000, 100)
    monkeypatch.setattr(parquet, "MOST_CELLS", 99_000)
    with pytest.raises(TableError, match="announces 1,001 rows × 100 columns"):
        sheet(data)


def test_records_with_keys_of_their_own_are_counted_before_they_are_filled(sheet, monkeypatch):
    data = json.dumps([{f"c{i}": 1} for i in range(200)])
    assert sheet(data).frame.shape == (200, 200)
    monkeypatch.setattr(parquet, "MOST_CELLS", 39_000)
    with pytest.raises(TableError, match="200 rows × 200 columns"):
        sheet(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("x" * (1 << 21), "its first line has more than 1,048,576 bytes"),
        ("a,b" + "c" * (1 << 20) + "\nx,y\n", "its first line has more than"),
        ("a," + "b" * 20_000 + "\nx,y\n", r"the name of a column has 20,000 characters \('bbb"),
        (",".join(f"c{i}" for i in range(2001)) + "\n" + "1," * 2000 + "1\n", "2,001 columns"),
    ],
)
def test_lines_and_cells_that_are_too_long_are_named(sheet, data, words):
    with pytest.raises(TableError, match=words) as error:
        sheet(data)
    assert len(str(error.value)) < 500


def test_columns_of_one_name_are_called_by_their_place(sheet):
    assert sheet("video,p_cm,p_cm\na,1,2\n").columns == ["video", "p_cm", "p_cm (column 3)"]
    assert sheet("video,x_duplicated_0,y\na,1,2\n").columns == ["video", "x_duplicated_0", "y"]


def test_names_that_differ_by_what_no_table_can_hold_stay_two(sheet):
    assert sheet(json.dumps([{"\ud800": 1, "\\ud800": 2}])).columns == ["\\ud800", "\\ud800 (column 2)"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_refused_before_it_is_opened(tmp_path):
    os.mkfifo(tmp_path / "s")
    with pytest.raises(TableError, match="it is a pipe or a device"):
        read_sheet(tmp_path / "s")


def test_a_folder_and_a_path_that_cannot_be_are_refused(tmp_path):
    with pytest.raises(TableError, match="Is a directory"):
        read_sheet(tmp_path)
    with pytest.raises(TableError, match="cannot be read"):
        read_sheet(tmp_path / "a\0b")


def test_only_a_table_with_such_cells_is_said_to_have_lost_an_apostrophe(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("video,label,score\na.mp4,fake,0.9\nit's.mp4,real,-0.1\n")
    assert read_sheet(path).notes == ()
    path.write_text("video,label,score\n'=a.mp4,fake,0.9\nb.mp4,real,0.1\n")
    sheet = read_sheet(path)
    assert sheet.frame["video"].to_list() == ["=a.mp4", "b.mp4"]
    assert sheet.notes == ("cells such as '=… lost the apostrophe that keeps spreadsheets from running them",)
