"""From a path to a sheet, whatever the file holds; a bounded amount of it."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any, cast

import polars as pl

from touchstone.vocabulary.errors import TableError

from .delimited import sheet_of_text
from .document import sheet_of_document
from .sheet import Sheet

# How much of a file is read before it is refused: a small file may announce, or unpack to, any size.

MIB = 1024 * 1024

TEXT = 4096 * MIB
"""Bytes of a table in text."""

UNPACKED = 1024 * MIB
"""Bytes that a packed file (``.gz``) may unpack to."""

JSON = 256 * MIB
"""Bytes of a JSON document: as objects it takes about ten times as much memory."""

MOST_ROWS = 50_000_000
"""Rows of a table."""

MOST_CELLS = 500_000_000
"""Rows × columns of a table."""

MOST_COLUMNS = 2_000
"""Columns of a table."""

_PARQUET = b"PAR1"
_GZIP = b"\x1f\x8b"


def read_sheet(path: Path | Sheet, *, bare: bool = False) -> Sheet:
    """Read a table: Parquet, JSON, JSON lines, or text with any usual separator; text and JSON also packed with gzip.

    What a file is follows from its content, not from its name. A sheet that is one already stays as it is.

    Args:
        path: the file.
        bare: whether a table of a single column, and one without rows, is taken too.

    Raises:
        TableError: it cannot be read, is empty, or announces more than Touchstone reads.
    """
    if isinstance(path, Sheet):
        return path
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror or error})") from error
    if size == 0:
        raise TableError(f"{path} is empty; give a file with one row per video")
    if head == _PARQUET:
        return _parquet(path, bare=bare)
    if head.startswith(_GZIP):
        data = _unpacked(path)
    elif size > TEXT:
        raise TableError(f"{path} holds {size / MIB:,.0f} MiB, more than the {TEXT // MIB:,} that are read; split it")
    else:
        data = path.read_bytes()
    sheet = _of_bytes(path, data, bare=bare)
    if sheet.frame.width > MOST_COLUMNS or sheet.frame.height > MOST_ROWS:
        raise TableError(
            f"{path}: {sheet.frame.height:,} rows × {sheet.frame.width:,} columns are more than are read; split it"
        )
    if not sheet.frame.height and not bare:
        raise TableError(f"{path} names columns and has no row below them")
    return sheet


def _of_bytes(path: Path, data: bytes, *, bare: bool) -> Sheet:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not data.strip():
        raise TableError(f"{path} is empty; give a file with one row per video")
    if start not in (b"{", b"["):
        return sheet_of_text(path, data, bare=bare)
    if len(data) > JSON:
        raise TableError(
            f"{path}: {len(data) / MIB:,.0f} MiB of JSON are more than the {JSON // MIB} that are read; "
            "write it as CSV or Parquet"
        )
    return sheet_of_document(path, _json(path, data))


def _json(path: Path, data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: byte {error.start} is not UTF-8; write the file as UTF-8") from error
    try:
        return json.loads(text)
    except RecursionError as error:
        raise TableError(f"{path}: the JSON is nested too deeply for a table of scores") from error
    except ValueError as whole:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise TableError(f"{path} is not valid JSON: {whole}") from whole
        return [_line(path, number, line) for number, line in lines]


def _line(path: Path, number: int, line: str) -> Any:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TableError(f"{path}, line {number} is not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise TableError(f"{path}, line {number}: each line must be an object {{…}}, not {line[:40]!r}")
    return cast(dict[str, Any], value)


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            data = file.read(UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise TableError(f"{path}: cannot be unpacked ({error})") from error
    if len(data) > UNPACKED:
        raise TableError(
            f"{path} unpacks to more than {UNPACKED // MIB:,} MiB; unpack it and keep the columns that are needed"
        )
    return data


def _parquet(path: Path, *, bare: bool) -> Sheet:
    try:
        lazy = pl.scan_parquet(path)
        names = lazy.collect_schema().names()
        rows = int(lazy.select(pl.len()).collect().item())
        if rows > MOST_ROWS or len(names) > MOST_COLUMNS or rows * len(names) > MOST_CELLS:
            raise _announced(path, f"{rows:,} rows × {len(names):,} columns")
        frame = pl.read_parquet(path)
    except TableError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, OverflowError, MemoryError) as error:
        if "more than maximum allowed" in str(error):
            raise _announced(path, f"{2**32:,} rows or more") from error
        raise TableError(f"{path} cannot be read as Parquet: {str(error).splitlines()[0]}") from error
    if not frame.height and not bare:
        raise TableError(f"{path} has columns and no row")
    return Sheet(path=path, kind="parquet", frame=frame)


def _announced(path: Path, what: str) -> TableError:
    return TableError(
        f"{path} announces {what}, more than are read ({MOST_ROWS:,} rows, {MOST_CELLS:,} cells); "
        "split it, or keep the columns that are needed"
    )
