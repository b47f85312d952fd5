"""From a path to a sheet, whatever the file holds; a bounded amount of it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.errors import TableError, one_line
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.system import regular_file
from touchstone.vocabulary.tables import read_parquet, refused_size

from .delimited import sheet_of_text
from .document import sheet_of_document
from .foreign import HEAD, refuse_foreign
from .objects import MIB, document_of
from .pause import without_collection
from .sheet import Sheet
from .typed import frame_of_columns

# How much of a file is read before it is refused: a small file may announce, or unpack to, any size.

TEXT = 4096 * MIB
"""Bytes of a table in text."""

UNPACKED = 1024 * MIB
"""Bytes that a packed file (``.gz``) may unpack to."""

LONGEST_NAME = 10_000
"""Characters of the name of a column."""

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
        size = regular_file(path)
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: cannot be read ({one_line(error)})") from error
    if size == 0:
        raise TableError(f"{path} is empty; give a file with one row per video")
    if head.startswith(_PARQUET):
        return _parquet(path, bare=bare)
    refuse_foreign(path, head)
    if head.startswith(_GZIP):
        data = _unpacked(path)
        refuse_foreign(path, data[:HEAD])
    elif size > TEXT:
        raise TableError(f"{path} holds {size / MIB:,.0f} MiB, more than the {TEXT // MIB:,} that are read; split it")
    else:
        data = path.read_bytes()
    sheet = without_repeated_header(_named(_of_bytes(path, data, bare=bare)))
    if not sheet.frame.height and not bare:
        raise TableError(f"{path} names columns and has no row below them")
    return sheet


def without_repeated_header(sheet: Sheet) -> Sheet:
    """The sheet without rows that repeat its header, as in files that were put together, and a note."""
    if sheet.kind != "text" or not sheet.header or not sheet.frame.width or not sheet.frame.height:
        return sheet
    first = sheet.columns[0]
    if not (sheet.frame[first].str.strip_chars() == first).any():
        return sheet
    repeats = sheet.frame.select(pl.all_horizontal(pl.col(c).str.strip_chars() == c for c in sheet.columns)).to_series()
    repeats = repeats.fill_null(value=False)
    if not repeats.any():
        return sheet
    places = pl.int_range(sheet.frame.height, eager=True) if sheet.positions is None else sheet.positions
    note = f"{int(repeats.sum()):,} row(s) repeat the header, as in files that were put together; they are left out"
    return replace(
        sheet, frame=sheet.frame.filter(~repeats), positions=places.filter(~repeats), notes=(*sheet.notes, note)
    )


def _named(sheet: Sheet) -> Sheet:
    """The sheet, if its columns have names that can be names, and are not too many."""
    refused = refused_size(sheet.path, sheet.frame.height, sheet.frame.width)
    if refused is not None:
        raise refused
    long = next((name for name in sheet.columns if len(name) > LONGEST_NAME), None)
    if long is not None:
        raise TableError(
            f"{sheet.path}: the name of a column has {len(long):,} characters ({quoted(long)}), more than the {LONGEST_NAME:,} "
            "that are read; give it a shorter name"
        )
    return sheet


def _of_bytes(path: Path, data: bytes, *, bare: bool) -> Sheet:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not data.strip():
        raise TableError(f"{path} is empty; give a file with one row per video")
    if start not in (b"{", b"["):
        return sheet_of_text(path, data, bare=bare)
    with without_collection():
        return sheet_of_document(path, document_of(path, data))


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
    stored = _named(Sheet(path=path, kind="parquet", frame=read_parquet(path)))
    if not stored.frame.height and not bare:
        raise TableError(f"{path} has columns and no row")
    frame, notes = frame_of_columns(path, {column.name: column for column in stored.frame.get_columns()})
    return replace(stored, frame=frame, notes=tuple(notes))
