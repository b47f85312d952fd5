"""Lines above a table that are no rows of it, and ends of lines."""

from __future__ import annotations

import pytest

from touchstone.vocabulary.sheets import read_sheet

ROWS = [("a.mp4", "real", "0.25"), ("b.mp4", "fake", "0.75"), ("c.mp4", "fake", "0.5"), ("d.mp4", "real", "0.125")]


def read(tmp_path, text, name="s.csv"):
    (tmp_path / name).write_bytes(text.encode())
    return read_sheet(tmp_path / name)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("above", "count"),
    [
        ("# model: xception\n", 1),
        ("# a, b\n# 2026\n", 2),
        ("Results of xception\n\n", 2),
        ("Detector: meso\n", 1),
        ("Results of xception on FF++ c23,,\n,,\n", 2),
        ("Results;;\n", 1),
        ("Results\t\t\n\t\t\n", 2),
        ("", 0),
    ],
)
def test_comments_and_titles_are_no_rows_and_rows_keep_their_numbers(tmp_path, separator, above, count):
    table = "".join(separator.join(row) + "\n" for row in [("video", "label", "score"), *ROWS])
    for mark in (",,", ";;", "\t\t"):
        above = above.replace(mark, 2 * separator)
    sheet = read(tmp_path, above + table)
    assert sheet.columns == ["video", "label", "score"]
    assert sheet.frame.rows() == ROWS
    assert any(f"{count} line(s) above the table" in note for note in sheet.notes) == bool(count)
    plain = read(tmp_path, table)
    assert sheet.numbers.to_list() == [number + count for number in plain.numbers.to_list()]


def test_a_header_that_is_a_comment_stays_one(tmp_path):
    sheet = read(tmp_path, "# run 3\n#video,label,score\n" + "".join(",".join(row) + "\n" for row in ROWS))
    assert sheet.columns == ["#video", "label", "score"]
    assert sheet.frame.height == 4


@pytest.mark.parametrize("text", ["video;score\na;0,5\nb;0,25\nc;0,75\n", "video score\na 0,5\nb 0,25\nc 0,75\n"])
def test_a_header_above_decimal_commas_is_no_title(tmp_path, text):
    sheet = read(tmp_path, text)
    assert sheet.columns == ["video", "score"]
    assert sheet.frame.height == 3


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_end_in_any_way(tmp_path, end):
    sheet = read(tmp_path, "".join(",".join(row) + end for row in [("video", "label", "score"), *ROWS]))
    assert sheet.frame.rows() == ROWS
