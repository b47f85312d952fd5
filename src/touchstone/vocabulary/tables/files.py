"""Reading and writing, so that a file is either whole or not there."""

from __future__ import annotations

import io
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.system import of_library, said_of

from .check import conform
from .parquet import read_parquet
from .schema import SCORES, VIDEOS, Table


def write_bytes(path: Path, data: bytes | memoryview) -> None:
    """Write ``data`` so that a crash leaves either the old file or the new one: write, sync, rename, sync the folder.

    Nothing is written through a link: a link in the place of the file is replaced, its target stays as it is.

    Raises:
        OSError: the system refuses it; the error names ``path``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with said_of(path), _aside(path) as temporary:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)


@contextmanager
def _aside(path: Path) -> Generator[Path]:
    """A name beside ``path`` at which nothing is, neither before nor after."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` durable, where the system can.

    Raises:
        OSError: the system refuses it; the error names ``folder``.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows cannot open a folder
        return
    try:
        with said_of(folder):
            os.fsync(handle)
    finally:
        os.close(handle)


def write_table(frame: pl.DataFrame, table: Table, folder: Path) -> Path:
    """Check ``frame`` and write it as ``folder/NAME.parquet``; returns that path.

    Raises:
        TableError: it breaks the schema.
    """
    buffer = io.BytesIO()
    conform(frame, table).write_parquet(buffer, compression="zstd")
    path = folder / f"{table.name}.parquet"
    write_bytes(path, buffer.getvalue())
    return path


def join_tables(files: Sequence[Path], table: Table, folder: Path) -> None:
    """Stream files of a table, in order, into ``folder/NAME.parquet``; memory does not depend on their number.

    Raises:
        TableError: they cannot be joined.
        OSError: the system refuses it; the error names the file.
    """
    path = folder / f"{table.name}.parquet"
    with said_of(path), _aside(path) as temporary:
        try:
            pl.scan_parquet(list(files)).sink_parquet(temporary, compression="zstd")
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            refused = of_library(error, path)
            raise refused or TableError(f"{path} cannot be written: {str(error).splitlines()[0]}") from error
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)


def read_table(table: Table, folder: Path, *, foreign: bool = False) -> pl.DataFrame:
    """Read ``folder/NAME.parquet`` and check it; an absent file is an empty table.

    Args:
        table: its schema.
        folder: where it is.
        foreign: whether others wrote it, so that it is read as carefully as :func:`read_parquet` reads.

    Raises:
        TableError: the file cannot be read, or breaks the schema.
    """
    path = folder / f"{table.name}.parquet"
    if not path.exists():
        return table.empty()
    if not path.is_file():
        raise TableError(f"{path} is not a file; move it away")
    try:
        frame = read_parquet(path) if foreign else pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, OverflowError, MemoryError) as error:
        raise TableError(f"{path} cannot be read as Parquet: {str(error).splitlines()[0]}") from error
    return conform(_completed(frame, table), table)


def _completed(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The table with the columns that an earlier version did not write yet, filled from elsewhere in the row.

    ``scores.answer`` and ``videos.failure`` were given only in the text of the reason.
    """
    if table is VIDEOS and "failure" not in frame.columns and {"reason", "status"} <= set(frame.columns):
        return _with_failure(frame)
    if table is not SCORES or "answer" in frame.columns or not {"reason", "status"} <= set(frame.columns):
        return frame
    reason = pl.col("reason").cast(pl.String)
    answered = (pl.col("status") == "failed") & reason.str.starts_with("the network answered ")
    answer = pl.lit("not finite")
    for words, kind in (("outside [0, 1]", "outside"), ("log-odds", "log-odds"), ("percent", "percent")):
        answer = pl.when(reason.str.contains(words, literal=True)).then(pl.lit(kind)).otherwise(answer)
    return frame.with_columns(answer=pl.when(answered).then(answer))


_FAILURES_BY_REASON = (
    ("reading took longer than ", "time"), ("the decoder crashed (", "crash"), ("not enough memory to decode it", "memory"),
)  # fmt: skip


def _with_failure(frame: pl.DataFrame) -> pl.DataFrame:
    reason = pl.col("reason").cast(pl.String)
    failure = pl.lit("file")
    for words, kind in _FAILURES_BY_REASON:
        failure = pl.when(reason.str.starts_with(words)).then(pl.lit(kind)).otherwise(failure)
    return frame.with_columns(failure=pl.when(pl.col("status") == "failed").then(failure))
