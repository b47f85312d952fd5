"""Tables as R writes them: the first cell of each row is its name, above which the header has no cell."""

from __future__ import annotations

import csv
import io

from .header_rows import reads_as_number

_LOOKED_AT = 50
_LONGEST = 1 << 16
_FEWEST = 2
_MARK = '"'


def with_name_of_rows(data: bytes, separator: str | None) -> tuple[bytes, bool]:
    r"""A table with an empty name above the names of its rows, and whether it lacked that; other text as it is.

    Where blanks are between the cells, some of which are in quotation marks, the table is written with commas.

    Args:
        data: the text.
        separator: what is between its cells; ``None`` where blanks are, or nothing tells.

    >>> with_name_of_rows(b'"video" "p"\n"1" "a b.mp4" 0.1\n"2" "c.mp4" 0.2\n', None)
    (b',video,p\r\n1,a b.mp4,0.1\r\n2,c.mp4,0.2\r\n', True)
    >>> with_name_of_rows(b'video,p\n1,a.mp4,0.1\n2,b.mp4,0.2\n', ",")
    (b',video,p\n1,a.mp4,0.1\n2,b.mp4,0.2\n', True)
    """
    between = separator or " "
    sample = data[:_LONGEST].decode(errors="ignore").splitlines()[:_LOOKED_AT]
    rows = _cells("\n".join(sample[: len(sample) - (len(data) > _LONGEST)]), between)
    if len(rows) < _FEWEST or any(reads_as_number(cell) for cell in rows[0]):
        return data, False
    shorter = all(len(row) == len(rows[0]) + 1 for row in rows[1:])
    if not any(row[-1].strip() for row in rows[1:]) or (shorter and not (_is_quoted(sample[0], between) or _count(rows[1:]))):
        return data, False
    if between != " ":
        return (between.encode() + data, True) if shorter else (data, False)
    if not shorter and _MARK.encode() not in data[:_LONGEST]:
        return data, False
    return _with_commas(data, shorter=shorter)


def _with_commas(data: bytes, *, shorter: bool) -> tuple[bytes, bool]:
    """A table with blanks between its cells, written with commas; other text as it is."""
    rows = _cells(data.decode(), " ")
    width = len(rows[0]) + shorter if rows else 0
    if width < _FEWEST or any(len(row) != width for row in rows[1:]):
        return data, False
    held = io.StringIO()
    csv.writer(held).writerows([["", *rows[0]] if shorter else rows[0], *rows[1:]])
    return held.getvalue().encode(), shorter


def _cells(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator == " ")
    try:
        return [row for row in reader if row]
    except csv.Error:
        return []


def _is_quoted(line: str, separator: str) -> bool:
    """Whether all cells of a line are in quotation marks."""
    return all(cell[:1] == cell[-1:] == _MARK for cell in line.strip().split(separator))


def _count(rows: list[list[str]]) -> bool:
    """Whether the first cells are the numbers of the rows, from 0 or 1."""
    first = [row[0] for row in rows]
    return first in ([str(at) for at in range(len(first))], [str(at + 1) for at in range(len(first))])
