"""Columns of which every cell is a number, or a word that says that there is none."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.words import FAILURES, UNSCORED

from .sheet import Sheet

_LOOKED_AT = 256
_NOTHING = [*UNSCORED, *FAILURES]


def number_cells(sheet: Sheet, column: str) -> pl.Series | None:
    """Cells as numbers, null where they say that there is none; ``None`` where one is another word, or none is finite."""
    if column not in sheet.contents.numbers:
        sheet.contents.numbers[column] = _numbers(sheet.frame[column])
    return sheet.contents.numbers[column]


def are_all_numbers(sheet: Sheet, column: str) -> bool:
    """Whether every cell that is not empty is a number; not where all are empty."""
    numbers = number_cells(sheet, column)
    return numbers is not None and numbers.null_count() == sheet.frame[column].null_count()


def _numbers(cells: pl.Series) -> pl.Series | None:
    if cells.dtype.is_numeric():
        values = cells.cast(pl.Float64)
    elif cells.dtype == pl.String:
        first = cells.head(_LOOKED_AT)
        if first.cast(pl.Float64, strict=False).null_count() > first.null_count() and _holds_words(first):
            return None
        values = cells.cast(pl.Float64, strict=False)
        if values.null_count() == cells.null_count():
            return values if bool(values.is_finite().any()) else None
        values = cells.str.strip_chars().cast(pl.Float64, strict=False)
        if _holds_words(cells.filter(values.is_null())):
            return None
    else:
        return None
    return values if bool(values.is_finite().any()) else None


def _holds_words(cells: pl.Series) -> bool:
    """Whether some cells are neither numbers nor words for none."""
    bare = cells.str.strip_chars()
    odd = bare.filter(bare.cast(pl.Float64, strict=False).is_null()).drop_nulls()
    return bool(odd.len()) and not odd.str.to_lowercase().is_in(_NOTHING).all()
