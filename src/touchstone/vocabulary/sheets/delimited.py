"""Tables in text: which separator, whether there is a header, and rows that are longer than it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.tables import unprotected

from .sheet import Sheet

_SEPARATORS = ("\t", "|", ";", ",")
_SAMPLE = 50
_VIDEO = re.compile(r"\.(mp4|avi|mov|mkv|webm|flv|wav|png|jpe?g)\s*$", re.IGNORECASE)
"""Endings of cells that name a file, so they are not the name of a column."""


def sheet_of_text(path: Path, data: bytes, *, bare: bool = False) -> Sheet:
    """Read text; every cell stays text, an empty one becomes null. ``bare`` takes a single column too.

    Raises:
        TableError: it is not text, holds one column only, or a row has more cells than the header.
    """
    data = _utf8(path, data)
    lines = _first_lines(data)
    if not lines:
        raise TableError(f"{path} is empty; give a file with one row per video")
    separator = _separator(lines) or ("," if bare else None)
    if separator is None:
        raise TableError(
            f"{path}: one column only ({lines[0][:60]!r}); cells are told apart by a comma, semicolon, tab, | or blanks"
        )
    header = not any(_number(cell) or _VIDEO.search(cell) for cell in _cells(lines[0], separator))
    if separator == " ":
        rows = [line.split() for line in data.decode().splitlines() if line.strip()]
        return _of_rows(path, rows, header, separator)
    frame, notes = _parse(path, data, separator, header)
    frame, more = _unprotected(frame)
    notes += more
    frame.columns = _distinct(
        [n if header and n.strip() else f"column {i}" for i, n in enumerate(frame.columns, start=1)]
    )
    unnamed = [name for name in frame.columns if name.startswith("column ")] if header else []
    blank = [name for name in unnamed if frame[name].null_count() == frame.height]
    if blank:
        notes.append("a separator at the end of each line: the empty column was left out")
    frame = frame.drop(blank)
    empty = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    positions = (~empty).arg_true() if empty.any() else None
    frame = frame if positions is None else frame[positions]
    return Sheet(
        path=path, kind="text", frame=frame, header=header, separator=separator, notes=tuple(notes), positions=positions
    )


def _unprotected(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Cells without the apostrophe that keeps a spreadsheet from running them, as Touchstone writes it."""
    plain = [unprotected(column) for column in frame]
    if all(now is before for now, before in zip(plain, frame, strict=True)):
        return frame, []
    return frame.with_columns(plain), [
        "cells such as '=… lost the apostrophe that keeps spreadsheets from running them"
    ]


def _parse(path: Path, data: bytes, separator: str, header: bool) -> tuple[pl.DataFrame, list[str]]:
    how: dict[str, Any] = {"separator": separator, "has_header": header, "infer_schema": False}
    try:
        return pl.read_csv(data, **how), []
    except pl.exceptions.NoDataError as error:
        raise TableError(f"{path} is empty; give a file with one row per video") from error
    except pl.exceptions.PolarsError as error:
        ragged = str(error)
    _refuse_longer(path, data, separator, ragged)
    try:
        frame = pl.read_csv(data, **how, truncate_ragged_lines=True)
    except pl.exceptions.PolarsError as error:
        raise TableError(f"{path} cannot be read as a table: {str(error).splitlines()[0]}") from error
    return frame, ["some lines end in a separator that the header lacks; the empty cells behind it were left out"]


def _refuse_longer(path: Path, data: bytes, separator: str, why: str) -> None:
    """Cells beyond the header may be left out only where they are empty."""
    reader = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator)
    width = 0
    try:
        for number, cells in enumerate(reader, start=1):
            width = width or len(cells)
            if any(cell.strip() for cell in cells[width:]):
                raise TableError(
                    f"{path}, row {number} has {len(cells)} cells, the first row {width}; put text that holds the separator "
                    f"{separator!r} into quotes"
                )
    except csv.Error as error:
        raise TableError(f"{path} cannot be read as a table: {error}; {why.splitlines()[0]}") from error


def _utf8(path: Path, data: bytes) -> bytes:
    """UTF-8 without a mark; UTF-16 is what some spreadsheets write."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16").encode()
        if b"\0" in data[:65536]:
            raise TableError(f"{path} is neither text nor Parquet nor JSON; give a table of scores")
        data = data.removeprefix(b"\xef\xbb\xbf")
        data.decode()
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise TableError(f"{path}, row {row} holds bytes that are not UTF-8; write the file as UTF-8") from error
    return data


def _first_lines(data: bytes) -> list[str]:
    text = data[: 1 << 20].decode(errors="ignore")
    return [line for line in text.splitlines() if line.strip()][:_SAMPLE]


def _separator(lines: list[str]) -> str | None:
    """The separator that is in the first line, and most steadily in the others; blanks where there is none."""
    best, steady = None, 0.0
    for candidate in _SEPARATORS:
        cells = len(_cells(lines[0], candidate))
        if cells < 2:
            continue
        alike = sum(abs(len(_cells(line, candidate)) - cells) <= 1 for line in lines) / len(lines)
        if alike > steady:
            best, steady = candidate, alike
    if best is not None:
        return best
    return " " if len({len(line.split()) for line in lines}) == 1 and len(lines[0].split()) > 1 else None


def _cells(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    return next(csv.reader([line], delimiter=separator), list[str]())


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _of_rows(path: Path, rows: list[list[str]], header: bool, separator: str) -> Sheet:
    width = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise TableError(
                f"{path}, row {number} has {len(row)} words, the first row {width}; use a comma between cells"
            )
    names = _distinct(rows[0] if header else [f"column {i}" for i in range(1, width + 1)])
    frame = pl.DataFrame(rows[header:], schema=dict.fromkeys(names, pl.String()), orient="row")
    return Sheet(path=path, kind="text", frame=frame, header=header, separator=separator)


def _distinct(names: list[str]) -> list[str]:
    """Names of which none occurs twice: a second one gets its position."""
    seen: set[str] = set()
    distinct: list[str] = []
    for number, name in enumerate(names, start=1):
        free = name if name not in seen else f"{name} (column {number})"
        seen.add(free)
        distinct.append(free)
    return distinct
