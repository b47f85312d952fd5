"""Text tables: a line that names the separator, and lines without header."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Meaning, numbers, read_labels, read_sheet


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
