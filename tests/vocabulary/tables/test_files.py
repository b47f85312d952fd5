import os

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.tables import PREVIEWS, from_rows, read_table, write_bytes, write_table

ROWS = [{"video": "a.mp4", "jpeg": b"\xff\xd8"}]


def test_what_was_written_is_read_back(tmp_path):
    table = from_rows(ROWS, PREVIEWS)
    write_table(table, PREVIEWS, tmp_path)
    assert read_table(PREVIEWS, tmp_path).equals(table)


def test_an_absent_table_is_empty(tmp_path):
    assert read_table(PREVIEWS, tmp_path).height == 0


def test_a_file_that_is_no_parquet_is_named(tmp_path):
    (tmp_path / "previews.parquet").write_text("hello")
    with pytest.raises(TableError, match=r"previews\.parquet cannot be read as Parquet"):
        read_table(PREVIEWS, tmp_path)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    write_bytes(path, b"old")

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]
