"""The only column that tells the rows of a sheet apart, which names its videos where no column is called so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from .repeated_names import counts_rows, repeated_names
from .sheet import Sheet

_FEWEST = 3
"""Rows from which on chance does not explain different cells."""


def telling_column(
    sheet: Sheet, free: Collection[str], units: Sequence[str] = (), label: str | None = None, *, several: bool = False
) -> str | None:
    """The column that tells rows apart: the only one of words, or of whole numbers where none of words does.

    Numbers of the rows, such as the index of a table, name videos only where nothing else may.

    Args:
        sheet: the file.
        free: columns that fill no field.
        units: columns of frames or clips, beside which a name may come again.
        label: the column of labels, if there is one.
        several: whether a video may have several rows, as in a file of scores.

    >>> from pathlib import Path
    >>> frame = pl.DataFrame({"uuid": ["a", "b", "c"], "label": ["real", "fake", "fake"], "n": [1, 2, 3]})
    >>> telling_column(Sheet(path=Path("t.csv"), kind="text", frame=frame), ["uuid", "n"])
    'uuid'
    """
    if not sheet.header or sheet.frame.height < _FEWEST:
        return None
    telling = [c for c in free if _tells_apart(sheet.frame, c, units)]
    words = [c for c in telling if _holds_words(sheet.frame[c])]
    whole = [c for c in telling if _holds_whole_numbers(sheet.frame[c])]
    counters = [c for c in whole if counts_rows(sheet.frame[c])]
    again = repeated_names(sheet.frame, [c for c in free if c not in counters], label) if several and not units else []
    named = words or [c for c in whole if c not in counters] or again or counters
    return named[0] if len(named) == 1 else None


def _tells_apart(frame: pl.DataFrame, column: str, units: Sequence[str]) -> bool:
    """Whether no cell is empty, and none is twice, of one frame where there are frames."""
    cells = frame[column]
    if cells.null_count() or cells.dtype == pl.Boolean or cells.dtype.is_nested():
        return False
    if units:
        return cells.n_unique() > 1 and not frame.select(column, *units).is_duplicated().any()
    return cells.n_unique() == cells.len()


def _holds_words(cells: pl.Series) -> bool:
    return cells.dtype == pl.String and bool(cells.cast(pl.Float64, strict=False).is_null().all())


def _holds_whole_numbers(cells: pl.Series) -> bool:
    numbers = cells.cast(pl.Float64, strict=False)
    return not numbers.null_count() and bool((numbers == numbers.round(0)).all())
