import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.tables import (
    PREVIEWS,
    from_rows,
    join_tables,
    read_table,
    sync_folder,
    write_bytes,
    write_table,
)

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


def test_a_full_disk_names_the_file_that_was_wanted(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as error:
        write_bytes(tmp_path / "x.json", b"new")
    assert (error.value.errno, error.value.filename) == (errno.ENOSPC, str(tmp_path / "x.json"))


def full(_handle):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_link_is_replaced_and_its_target_stays(tmp_path):
    (tmp_path / "target").write_bytes(b"years of work")
    path = tmp_path / "x.json"
    path.symlink_to(tmp_path / "target")
    path.with_name(f".x.json.{os.getpid()}.tmp").symlink_to(tmp_path / "target")
    write_bytes(path, b"new")
    assert (tmp_path / "target").read_bytes() == b"years of work"
    assert (path.read_bytes(), path.is_symlink()) == (b"new", False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["target", "x.json"]


def test_tables_are_joined_in_order_and_never_through_a_link(tmp_path):
    parts = [
        write_table(from_rows([{"video": name, "jpeg": b"x"}], PREVIEWS), PREVIEWS, tmp_path / name) for name in "ba"
    ]
    (tmp_path / "target").write_bytes(b"years of work")
    (tmp_path / f".previews.parquet.{os.getpid()}.tmp").symlink_to(tmp_path / "target")
    join_tables(parts, PREVIEWS, tmp_path)
    assert read_table(PREVIEWS, tmp_path)["video"].to_list() == ["b", "a"]
    assert (tmp_path / "target").read_bytes() == b"years of work"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
def test_a_disk_that_is_full_while_tables_are_joined_is_a_refusal_of_the_system(tmp_path):
    """The library says it in words only."""
    part = write_table(from_rows([{"video": "a", "jpeg": os.urandom(100_000)}], PREVIEWS), PREVIEWS, tmp_path / "part")
    script = (
        "import resource, signal, sys; from pathlib import Path; from touchstone.vocabulary.system import system_errors;"
        "from touchstone.vocabulary.tables import PREVIEWS, join_tables; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "with system_errors(): join_tables([Path(sys.argv[1])], PREVIEWS, Path(sys.argv[2]))"
    )
    ended = subprocess.run([sys.executable, "-c", script, part, tmp_path], capture_output=True, text=True, check=False)
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith(f"touchstone.vocabulary.errors.FileError: {tmp_path / 'previews.parquet'}: File too large; ")
    assert [p.name for p in tmp_path.iterdir()] == ["part"]


@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_no_table(tmp_path, put):
    put(tmp_path / "previews.parquet")
    with pytest.raises(TableError, match=r"previews\.parquet is not a file"):
        read_table(PREVIEWS, tmp_path)


def test_a_full_disk_is_said_of_the_folder_that_is_synced(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device") as error:
        sync_folder(tmp_path)
    assert error.value.filename == str(tmp_path)
