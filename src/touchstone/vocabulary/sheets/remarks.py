"""Lines above a table that are remarks: comments with ``#``, and titles."""

from __future__ import annotations

import csv

_SEPARATORS = ("\t", ";", ",", "|")
_MOST = 20
"""Lines that are looked at above a table."""

_BELOW = 3
"""Lines of the table that must look alike."""

_START = 1 << 16
"""Bytes in which remarks are looked for."""


def below_remarks(data: bytes) -> tuple[bytes, int]:
    """Text without comments and titles above its table, with line feeds alone, and how many lines were left out.

    A comment begins with ``#`` and a blank or another sign than the cells below; the last one is the header where it alone has as
    many cells as the lines below it, which then begin with none. A title has no separator, while all lines below it have as many.

    >>> below_remarks(b"# run 3\\nvideo,score\\na,0.1\\nb,0.2\\n")
    (b'video,score\\na,0.1\\nb,0.2\\n', 1)
    """
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    lines = data[:_START].split(b"\n")[: _MOST + _BELOW + 1]
    above = _comments(lines) or _titles(lines)
    return (b"\n".join(data.split(b"\n")[above:]), above) if above else (data, 0)


def _comments(lines: list[bytes]) -> int:
    """How many lines above the table are comments; none where the only one is its header."""
    count = next((at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith(b"#")), 0)
    if not 0 < count <= _MOST:
        return 0
    last = lines[count - 1]
    if any(_cells(last, s) == _cells(lines[count], s) > 1 for s in _SEPARATORS):
        return count - 1
    return count


def _titles(lines: list[bytes]) -> int:
    """How many lines without a separator lie above lines with as many of it each; none where the first line fits.

    Spreadsheets fill a title with empty cells: such lines count as titles above a line of names.
    """
    fits = (s for s in (*_SEPARATORS, " ") if _filled(lines[0], s) > 1)
    if any(_cells(lines[0], s) == _cells(line, s) for s in fits for line in lines[1:2]):
        return 0  # a header above decimal commas
    for separator in _SEPARATORS:
        first = next((at for at, line in enumerate(lines) if _filled(line, separator) > 1), 0)
        if any(_cells(line, separator) > 1 for line in lines[:first]) and not _are_names(lines[first], separator):
            continue
        below = [_cells(line, separator) for line in lines[first : first + _BELOW] if line.strip()]
        titles = [line.strip(separator.encode() + b" \r") for line in lines[:first]]
        if 0 < first <= _MOST and len(below) == _BELOW and len(set(below)) == 1 and _blanks(titles):
            return first
    return 0


def _blanks(lines: list[bytes]) -> bool:
    """Whether a title is text: some line holds something, and none of them looks like a cell of numbers alone."""
    words = [line.strip() for line in lines if line.strip()]
    return bool(words) and not any(word.replace(b".", b"").isdigit() for word in words)


def _are_names(line: bytes, separator: str) -> bool:
    """Whether no cell is empty or a number."""
    cells = [cell.strip().replace(b".", b"") for cell in line.split(separator.encode())]
    return all(cell and not cell.isdigit() for cell in cells)


def _filled(line: bytes, separator: str) -> int:
    """How many cells are not empty."""
    if separator == " ":
        return _cells(line, separator)
    return _cells(line, separator) if sum(bool(cell.strip()) for cell in line.split(separator.encode())) > 1 else 1


def _cells(line: bytes, separator: str) -> int:
    text = line.decode("utf-8", "replace").strip("\r")
    try:
        return len(next(csv.reader([text], delimiter=separator), list[str]()))
    except csv.Error:
        return 0
