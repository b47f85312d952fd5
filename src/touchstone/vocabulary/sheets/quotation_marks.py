"""Quotation marks in delimited text: which cells they hold together, and which one nobody closed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from touchstone.vocabulary.errors import TableError

from .header_rows import reads_as_number

_MARK = '"'
_PLAIN_ROWS = 200
"""Rows on one line whose cells are looked at, to know what a row of the table looks like."""


def with_regular_marks(path: Path, data: bytes, separator: str) -> bytes:
    """The same table with every quotation mark either around a cell or doubled inside it.

    A mark inside a cell that does not begin with one, as in ``12" screen``, belongs to the text (RFC 4180 has no rule for
    it; Python's ``csv`` reads it so).

    Raises:
        TableError: a mark opens a cell and none closes it, or the one that does swallowed rows; the text names the row.
    """
    if _MARK.encode() not in data:
        return data
    try:
        return _regular(path, data, separator)
    except csv.Error:  # a cell of more characters than csv takes, which is named with its row if it is used
        return data


def _regular(path: Path, data: bytes, separator: str) -> bytes:
    text, inside = data.decode(), False
    plain, long = Counter[tuple[bool, ...]](), list[tuple[int, list[str]]]()
    for number, lines, row in _rows(path, text, separator):
        inside = inside or any(_MARK in cell for cell in row)
        if lines > 1:
            long.append((number, row))
        elif number > 1 and plain.total() < _PLAIN_ROWS:
            plain[_numeric(row)] += 1
    for number, row in long:
        _refuse_swallowed(path, number, row, separator, plain)
    return _rewritten(path, text, separator) if inside else data


def _rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each row with the line on which it begins and the number of its lines.

    Raises:
        csv.Error: a cell has more characters than ``csv`` takes.
        TableError: a mark is where no table has one.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            yield before + 1, reader.line_num - before, row
            before = reader.line_num
    except csv.Error as error:
        if "end of data" not in str(error) and "expected after" not in str(error):
            raise
        wrong = (
            "opens a cell, and none closes it"
            if "end of data" in str(error)
            else "closes a cell before its end; inside a cell it is written twice"
        )
        raise TableError(f"{path}, row {before + 1}: a quotation mark {wrong}; correct it, or remove it") from error


def _refuse_swallowed(path: Path, number: int, row: list[str], separator: str, plain: Counter[tuple[bool, ...]]) -> None:
    """A cell over several lines is text with line breaks, unless each of its lines is a row like those around it."""
    lines = [line.replace(_MARK, "").split(separator) for line in separator.join(row).splitlines()]
    patterns = {_numeric(line) for line in lines}
    usual = {pattern for pattern, _ in plain.most_common(1)} or patterns
    if len(patterns) > 1 or patterns != usual or not any(patterns.pop()):
        return
    raise TableError(
        f"{path}, row {number}: a quotation mark opens a cell that goes on over {len(lines)} lines, each of which is a row of "
        "the table; close the cell where it ends, or remove the mark"
    )


def _numeric(cells: list[str]) -> tuple[bool, ...]:
    return tuple(reads_as_number(cell) for cell in cells)


def _rewritten(path: Path, text: str, separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    for _, lines, row in _rows(path, text, separator):
        if row:
            writer.writerow(row)
        else:
            out.write("\n" * lines)
    return out.getvalue().encode()
