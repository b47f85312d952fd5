"""Tables in text: which separator, whether there is a header, and rows that are longer than it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import quoted, shortened
from touchstone.vocabulary.tables import refused_size, unprotected
from touchstone.vocabulary.words import CODED, COLUMNS, LABELS, MEDIA

from .code_cells import with_plain_codes
from .encodings import decoded
from .header_rows import names_one_series, numbers_classes, one_header, reads_as_number, without_index, without_rule
from .quotation_marks import with_regular_marks
from .remarks import below_remarks
from .row_names import with_name_of_rows
from .sheet import Sheet, distinct, plainly_named
from .single_quotes import without_single_quotes

_SEPARATORS = ("\t", "|", ";", ",")
_SAMPLE = 50
_FIRST = 1 << 20
"""Bytes at the beginning of a file in which the separator is looked for, and most bytes of its first line."""
_LONGEST_LINE = 64
"""Bytes of a line that names the separator."""

_FILE = re.compile(MEDIA)
"""Endings of cells that name a file, so they are not the name of a column."""

_NAMED = re.compile(r"\s*\"?sep=([\t -~])\"?[\s,;]*", re.IGNORECASE)
_MOST_NULS = 50
"""A file with more than about one NUL in so many bytes is not text."""

_OF_ROWS = "its first line has one cell less than the others, as R writes tables, so the first cell of each row is the row's name"

_FEWEST_JOINED = 2
"""Numbers behind the first that are joined in one cell."""

_REPEATED = re.compile(r"_duplicated_\d+$")


def sheet_of_text(path: Path, data: bytes, *, bare: bool = False) -> Sheet:
    """Read text; every cell stays text, an empty one becomes null. ``bare`` takes a single column too.

    Raises:
        TableError: it is not text, holds one column only, or a row has more cells than the header.
    """
    text, note = _utf8(path, data)
    sheet = _of_text(path, text, bare=bare)
    return replace(sheet, notes=(*sheet.notes, note)) if note else sheet


def _of_text(path: Path, text: bytes, *, bare: bool) -> Sheet:
    """Read UTF-8."""
    data, named = _named_separator(text)
    if named is not None:
        return _below(path, data, named, bare=bare)
    table, above = below_remarks(data)
    table, rule = without_rule(table)
    table, index = without_index(table)
    lines = _first_lines(table)
    between = _separator(lines) if lines else None
    wider, of_rows = with_name_of_rows(table, between)
    of_blanks = between in (None, " ") and wider is not table
    table = wider
    lines = _first_lines(table)
    table, levels = one_header(table, (_separator(lines) if lines else None) or ",")
    sheet = _sheet(path, table, None, bare=bare)
    sheet = replace(sheet, separator=" ") if of_blanks else sheet
    notes = [f"{above:,} line(s) above the table are remarks and not read"] if above else []
    notes += [f"the names of columns are in {levels + 1} lines, which are joined"] if levels else []
    notes += [_OF_ROWS] if of_rows else []
    if not above + rule + index + levels + of_rows:
        return sheet
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    return replace(sheet, positions=places + above + rule + index + levels, notes=(*sheet.notes, *notes))


def _named_separator(data: bytes) -> tuple[bytes, str | None]:
    """Text without a first line such as ``sep=;``, which spreadsheets write, and the separator that it names."""
    first = data[:_LONGEST_LINE].partition(b"\n")[0]
    match = _NAMED.fullmatch(first.decode(errors="replace"))
    return (data[len(first) + 1 :], match[1]) if match else (data, None)


def _below(path: Path, data: bytes, separator: str, *, bare: bool) -> Sheet:
    """The table below a line that names its separator."""
    try:
        sheet = _sheet(path, data, separator, bare=bare)
    except TableError as error:
        raise TableError(
            f"{path}: its first line names the separator {separator!r}, and the lines below are not a table with it; correct "
            "that line, or leave it out"
        ) from error
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    note = f"the first line names the separator {separator!r}"
    return replace(sheet, positions=places + 1, notes=(*sheet.notes, note))


def _sheet(path: Path, data: bytes, named: str | None, *, bare: bool) -> Sheet:
    _check_first_line(path, data)
    lines = _first_lines(data)
    if not lines:
        raise TableError(f"{path} is empty; give a file with one row per video")
    separator = named or _separator(lines) or ("," if bare else None)
    if separator is None or (named is not None and len(_cells(lines[0], named)) < 2):
        raise TableError(
            f"{path}: one column only ({quoted(lines[0][:60])}); cells are told apart by a comma, semicolon, tab, | or blanks"
        )
    _bounded(path, data, lines[0], separator)
    header = _names_columns([_cells(line, separator) for line in lines])
    if separator == " ":
        rows = [line.split() for line in data.decode().split("\n") if line.strip()]
        return _of_rows(path, rows, header, separator)
    regular = with_regular_marks(path, data, separator)
    frame, notes = _parse(path, regular, separator, header)
    if regular is not data:  # polars leaves marks doubled in the names of columns
        frame.columns = [name.replace('""', '"') for name in frame.columns]
    frame, more = _unprotected(plainly_named(frame))
    notes += more
    frame, more = without_single_quotes(frame)
    notes += more
    frame = with_plain_codes(frame)
    frame.columns = distinct(
        [n.strip() if header and n.strip() else f"column {i}" for i, n in enumerate(_as_written(frame.columns), start=1)]
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
    columns = frame.get_columns()
    plain = [unprotected(column) for column in columns]
    if all(now is before for now, before in zip(plain, columns, strict=True)):
        return frame, []
    return frame.with_columns(plain), [
        "cells such as '=… lost the apostrophe that keeps spreadsheets from running them"
    ]


def _names_columns(lines: list[list[str]]) -> bool:
    """Whether the first line is a header: it holds no number, no file, and no label above a column of labels.

    Numbers of classes are names, as data frames write those of ``predict_proba``, where all other cells are names of columns. So
    is any number beside a name for the videos and one for their labels.
    """
    if numbers_classes(lines) or names_one_series(lines) or _names_videos_and_labels(lines[0]):
        return True
    if any(reads_as_number(cell) or _FILE.search(cell.strip()) for cell in lines[0]):
        return False
    words = LABELS.keys() - CODED
    labels = [at for at, cell in enumerate(lines[0]) if cell.strip().lower() in words]
    below = [[line[at].strip().lower() in words for line in lines[1:] if at < len(line)] for at in labels]
    return not any(column and all(column) for column in below)


def _names_videos_and_labels(cells: list[str]) -> bool:
    """Whether one cell is a name for a column of videos, and another for their labels."""
    words = {cell.strip().lower() for cell in cells}
    return bool(words & {*COLUMNS["video"]}) and bool(words & {*COLUMNS["label"]})


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
        raise TableError(f"{path} cannot be read as a table ({shortened(str(error).strip(), 80)}); correct it") from error
    return frame, ["some lines end in a separator that the header lacks; the empty cells behind it were left out"]


def _as_written(names: list[str]) -> list[str]:
    """Names of columns as the file has them: polars ends a repeated one in ``_duplicated_0``."""
    plain = [_REPEATED.sub("", name) for name in names]
    return [base if base in names[:at] else name for at, (name, base) in enumerate(zip(names, plain, strict=True))]


def _refuse_longer(path: Path, data: bytes, separator: str, why: str) -> None:
    """Cells beyond the header may be left out only where they are empty."""
    reader = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator)
    width = number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            width = width or len(cells)
            if any(cell.strip() for cell in cells[width:]):
                raise TableError(
                    f"{path}, row {number} has {len(cells)} cells, the first row {width}; put text that holds the separator "
                    f"{separator!r} into quotes"
                )
    except csv.Error as error:
        if "limit" in str(error):
            most = f"{csv.field_size_limit():,} characters"
            raise TableError(f"{path}, row {number + 1} holds a cell of more than {most}; shorten it") from error
        raise TableError(
            f"{path}, row {number + 1} cannot be read as a table ({error}; {shortened(why.strip(), 80)}); correct it"
        ) from error


def _check_first_line(path: Path, data: bytes) -> None:
    if data.find(b"\n") > _FIRST or (b"\n" not in data and len(data) > _FIRST):
        raise TableError(
            f"{path}: its first line has more than {_FIRST:,} bytes, so it is not a table; write one line per video"
        )


def _bounded(path: Path, data: bytes, first: str, separator: str) -> None:
    """See that the table is not larger than what is read, before anything is made of it: a short line is filled with nulls."""
    refused = refused_size(path, data.count(b"\n"), len(_cells(first, separator)))
    if refused is not None:
        raise refused


def _utf8(path: Path, data: bytes) -> tuple[bytes, str]:
    """UTF-8 without a mark, and a note on other encodings; UTF-16 and UTF-32 are what some spreadsheets write."""
    try:
        if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
            return data.decode("utf-32").encode(), ""
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16").encode(), ""
        if (at := data.find(b"\0")) >= 0:
            raise _of_nul(path, data, at)
        data = data.removeprefix(b"\xef\xbb\xbf")
        data.decode()
    except UnicodeDecodeError as error:
        if (other := decoded(data)) is not None:
            note = f"its bytes are not UTF-8 and were read as {other[1]}; if letters look wrong, write it as UTF-8"
            return other[0].encode(), note
        row = data[: error.start].count(b"\n") + 1
        raise TableError(f"{path}, row {row} holds bytes that are not UTF-8; write the file as UTF-8") from error
    return data, ""


def _of_nul(path: Path, data: bytes, at: int) -> TableError:
    """What to do about a NUL: text of eight bits has none, but a damaged file may have one."""
    head = data[:65536]
    nulls, words = head.count(b"\0"), head.decode(errors="replace")
    if nulls > 1 + len(head) / _MOST_NULS or words.count("\ufffd") > 1:
        return TableError(f"{path} is neither text nor Parquet nor JSON; give a table of scores")
    row = data[:at].count(b"\n") + 1
    return TableError(f"{path}, row {row} holds a NUL character, which no text has; remove it, or write the file again")


def _first_lines(data: bytes) -> list[str]:
    text = data[:_FIRST].decode(errors="ignore")
    return list(islice((line for line in text.splitlines() if line.strip()), _SAMPLE))


def _separator(lines: list[str]) -> str | None:
    """The separator that is in the first line, and most steadily in the others; blanks where there is none."""
    best, steady = None, 0.0
    for candidate in _SEPARATORS:
        cells = len(_cells(lines[0], candidate))
        if cells < 2 or _joins_numbers(lines, candidate):
            continue
        alike = sum(abs(len(_cells(line, candidate)) - cells) <= 1 for line in lines) / len(lines)
        if alike > steady:
            best, steady = candidate, alike
    if best is not None:
        return best
    return " " if len({len(line.split()) for line in lines}) == 1 and len(lines[0].split()) > 1 else None


def _joins_numbers(lines: list[str], mark: str) -> bool:
    """Whether a mark is between the numbers of the last cell alone, and another separator before them: ``v,real,0.1;0.2;0.3``."""
    for line in lines:
        first, *rest = line.replace('"', "").split(mark)
        before = max((first.rfind(other) for other in _SEPARATORS if other != mark), default=-1)
        if before < 1 or len(rest) < _FEWEST_JOINED or not all(map(reads_as_number, [first[before + 1 :], *rest])):
            return False
    return True


def _cells(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    try:
        return next(csv.reader([line], delimiter=separator), list[str]())
    except csv.Error:  # a cell of more characters than csv takes, which is named with its row if it is used
        return line.split(separator)


def _of_rows(path: Path, rows: list[list[str]], header: bool, separator: str) -> Sheet:
    width = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise TableError(
                f"{path}, row {number} has {len(row)} words, the first row {width}; use a comma between cells"
            )
    names = distinct(rows[0] if header else [f"column {i}" for i in range(1, width + 1)])
    frame = with_plain_codes(pl.DataFrame(rows[header:], schema=dict.fromkeys(names, pl.String()), orient="row"))
    return Sheet(path=path, kind="text", frame=frame, header=header, separator=separator)
