"""CSV that a spreadsheet shows and does not run.

Excel, LibreOffice and Google Sheets take a cell that begins with =, +, - or @ as a formula, and a name of a file can begin so.
An apostrophe before it makes it text (OWASP, *CSV Injection*). Reading takes the apostrophe away again.
"""

from __future__ import annotations

import io

import polars as pl

_TRIGGER = r"\s*[=+\-@＝＋－＠\t\r\n]"
"""How a formula begins; OWASP names the wide forms too, and blanks before it are passed over by some."""

_RUNS = rf"^'*{_TRIGGER}"
_QUOTED = rf"^'+{_TRIGGER}"
_NUMBER = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"


def csv_bytes(frame: pl.DataFrame, *, raw: bool = False) -> bytes:
    """A table as CSV in UTF-8, with a header.

    Args:
        frame: texts, numbers and truth values.
        raw: leave cells as they are that a spreadsheet would run.

    >>> csv_bytes(pl.DataFrame({"video": ["=1+1.mp4", "-5", "a.mp4"]})).decode().split()
    ['video', "'=1+1.mp4", '-5', 'a.mp4']
    """
    buffer = io.BytesIO()
    texts = [] if raw else [protected(frame[name]) for name, kind in frame.schema.items() if kind == pl.String]
    frame.with_columns(texts).write_csv(buffer)
    return buffer.getvalue()


def protected(cells: pl.Series) -> pl.Series:
    """The cells with an apostrophe before those that a spreadsheet would run; plain numbers are none.

    An apostrophe that such a cell has already gets another, so that :func:`unprotected` gives back every cell.
    """
    runs = cells.str.contains(_RUNS)
    if not runs.any():
        return cells
    runs &= ~cells.str.contains(_NUMBER)
    return cells.zip_with(~runs.fill_null(value=False), "'" + cells)


def unprotected(cells: pl.Series) -> pl.Series:
    """The cells as they were before :func:`protected`.

    >>> unprotected(protected(pl.Series(["=1", "'=1", "-1", None, "it's"]))).to_list()
    ['=1', "'=1", '-1', None, "it's"]
    """
    if not cells.str.starts_with("'").any():
        return cells
    quoted = cells.str.contains(_QUOTED).fill_null(value=False)
    if not quoted.any():
        return cells
    return cells.zip_with(~quoted, cells.str.slice(1))
