"""Text tables: a line that names the separator, and lines without header."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Meaning, numbers, read_labels, read_sheet, text


def sheet_of(tmp_path, data, name="s.csv"):
    (tmp_path / name).write_bytes(data)
    return read_sheet(tmp_path / name)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [b";", b",", b"\t", b"|"])
@pytest.mark.parametrize("first", [b"sep=%s\r\n", b"SEP=%s\n", b'"sep=%s"\n', b"sep=%s;;\n"])
def test_a_first_line_names_the_separator(tmp_path, mark, separator, first):
    table = b"video%blabel%bp_fake\na,1.mp4%bfake%b0.5\n".replace(b"%b", separator)
    if separator == b",":
        table = table.replace(b"a,1", b"a1")
    sheet = sheet_of(tmp_path, mark + first.replace(b"%s", separator) + table)
    assert sheet.columns == ["video", "label", "p_fake"]
    assert sheet.separator == separator.decode()
    assert sheet.numbers.to_list() == [3]  # the line that a user sees
    assert sheet.notes[-1] == f"the first line names the separator {separator.decode()!r}"


def test_a_first_line_in_utf16(tmp_path):
    sheet = sheet_of(tmp_path, "sep=;\nvideo;p_fake\nä;0,5\n".encode("utf-16"))
    assert sheet.frame.to_dicts() == [{"video": "ä", "p_fake": "0,5"}]


def test_a_wrong_first_line_is_named(tmp_path):
    with pytest.raises(
        TableError, match="its first line names the separator '\\|', and the lines below are not a table with it"
    ):
        sheet_of(tmp_path, b"sep=|\nvideo;p_fake\na;0,5\n")


def test_a_header_that_names_classes_is_a_header(tmp_path):
    assert sheet_of(tmp_path, b"video,real,fake\na,0.1,0.9\n").columns == ["video", "real", "fake"]


@given(st.permutations(["{speaker}", "{trial}", "-", "{attack}", "{key}"]))
def test_the_key_of_asvspoof_in_any_order_of_fields(tmp_path_factory, order):
    lines = []
    for i in range(8):
        fake = i % 2 == 0
        fields = {"speaker": f"LA_{i // 4:04d}", "trial": f"LA_E_{1000000 + i}", "attack": "A07" if fake else "-"}
        lines.append(" ".join(order).format(**fields, key="spoof" if fake else "bonafide"))
    path = tmp_path_factory.mktemp("key") / "key.txt"
    path.write_text("\n".join(lines))
    facts = read_labels(path, Meaning()).facts.sort("video")
    assert facts["label"].to_list() == ["fake", "real"] * 4
    assert facts["group"].to_list() == ["LA_0000"] * 4 + ["LA_0001"] * 4
    assert facts["method"].to_list() == ["A07", None] * 4


def test_a_long_cell_of_digits_is_refused_at_once(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(f"video,p_fake\na,[{'1' * 30_000}x\n")
    sheet = read_sheet(path)
    began = time.process_time()
    with pytest.raises(TableError, match="which is not a number"):
        numbers(sheet, "p_fake")
    assert time.process_time() - began < 1


TABLE = [b"video,label,note,p_fake", *(b"v%d.mp4,real,x,0.5" % i for i in range(40))]


def table_with(row, line):
    return b"\n".join([*TABLE[:row], line, *TABLE[row + 1 :]]) + b"\n"


@pytest.mark.parametrize("row", [3, 30])
def test_a_long_cell_is_named_with_row_and_column_where_it_is_used(tmp_path, row):
    sheet = sheet_of(tmp_path, table_with(row, b"v" * 200_000 + b",real,x,0.5"))
    why = f"s.csv, row {row + 1}: column 'video' holds 200,000 bytes of text, more than the 32,767 that are read; shorten it"
    with pytest.raises(TableError, match=why):
        text(sheet, "video")
    unused = sheet_of(tmp_path, table_with(row, b"a.mp4,real," + b"x" * 200_000 + b",0.5"))
    assert numbers(unused, "p_fake")[0].to_list() == [0.5] * 40


def test_a_long_cell_in_a_table_with_ragged_rows_is_named_with_its_row(tmp_path):
    data = table_with(3, b"v" * 200_000 + b",real,x,0.5") + b"w,real,x,0.5,more\n"
    with pytest.raises(TableError, match=r"s\.csv, row 4 holds a cell of more than 131,072 characters; shorten it$"):
        sheet_of(tmp_path, data)


@pytest.mark.parametrize("row", [3, 30])
def test_a_nul_is_named_with_its_row(tmp_path, row):
    with pytest.raises(TableError, match=rf"s\.csv, row {row + 1} holds a NUL character, which no text has; remove it"):
        sheet_of(tmp_path, table_with(row, b"v\0.mp4,real,x,0.5"))


@pytest.mark.parametrize("coding", ["utf-32", "utf-16", "utf-8-sig"])
def test_unicode_of_any_width_is_read(tmp_path, coding):
    sheet = sheet_of(tmp_path, "video,p_fake\nä.mp4,0.5\nb.mp4,0.25\n".encode(coding))
    assert sheet.frame.rows() == [("ä.mp4", "0.5"), ("b.mp4", "0.25")]


@pytest.mark.parametrize("data", [b"\x89PN\0" * 50, bytes(range(256)) * 40, "video,p_fake\na,1\n".encode("utf-16-le")])
def test_what_is_not_text_is_not_called_text_with_a_nul(tmp_path, data):
    with pytest.raises(TableError, match="neither text nor Parquet nor JSON"):
        sheet_of(tmp_path, data)
