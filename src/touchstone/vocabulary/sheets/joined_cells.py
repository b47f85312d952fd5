"""Cells that hold the scores of a video's frames, joined by a mark: ``0.1;0.2;0.3``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from .lists import may_hold_scores
from .nested import are_classes
from .sheet import Sheet

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_EACH = rf"(?:{_NUMBER}|nan|NaN)"
_MARK = r"(?:\s*[;|/,]\s*|\s+)"
_JOINED = rf"^\s*{_EACH}(?:{_MARK}{_EACH})*(?:\s*[;|/,])?\s*$"
_SEVERAL = rf"^\s*{_EACH}(?:{_MARK}{_EACH}){{2,}}"
_NAMES = ("score", "frame")
_PLACE = "\0place"
_FEW = 500
_FIRST = 64
_DIFFERENT = 2


def with_joined_read(sheet: Sheet) -> Sheet:
    """The sheet with a row for each number of such cells, and brackets around those that are classes, which are read later.

    All cells of a column that is called that of scores must be such, or empty; some must have three numbers. In lines without
    header it is the only such column.
    """
    columns = [c for c in sheet.columns if (may_hold_scores(c) or not sheet.header) and _are_joined(sheet.frame[c])]
    if len(columns) != 1:
        return sheet
    column, lists = columns[0], sheet.frame[columns[0]].str.extract_all(_EACH).list.eval(pl.element().cast(pl.Float64))
    if _hold_classes(lists) or {*_NAMES} & {*sheet.columns} - {column}:
        bare = sheet.frame[column].str.strip_chars(" \t;|/,").str.replace_all(_MARK, ", ")
        return replace(sheet, frame=sheet.frame.with_columns(pl.select(pl.format("[{}]", bare).alias(column)).to_series()))
    return _by_frame(sheet, column, lists)


def _by_frame(sheet: Sheet, column: str, lists: pl.Series) -> Sheet:
    """The sheet with a row for each number, and the number of its frame."""
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    score, frame = _NAMES
    numbers = pl.int_ranges(0, pl.col(score).list.len())
    rows = sheet.frame.drop(column).with_columns(lists.alias(score), places.alias(_PLACE)).with_columns(numbers.alias(frame))
    rows = rows.explode(score, frame)
    note = f"{column!r} holds a list of numbers in each record; they are read as the scores of its frames"
    return replace(sheet, frame=rows.drop(_PLACE), positions=rows[_PLACE], notes=(*sheet.notes, note))


def _hold_classes(lists: pl.Series) -> bool:
    """Whether all lists have as many numbers, which sum to 1."""
    some = lists.drop_nulls()
    if some.list.len().n_unique() != 1:
        return False
    return are_classes(np.array(some.head(_FEW).to_list(), dtype=np.float64))


def _are_joined(cells: pl.Series) -> bool:
    """Whether cells are joined numbers, of which the first are from 0 to 1."""
    first = cells.head(_FIRST).drop_nulls()
    if cells.dtype != pl.String or not first.str.contains(_SEVERAL).any() or not first.str.contains(_JOINED).all():
        return False
    numbers = first.str.extract_all(_NUMBER).explode().cast(pl.Float64, strict=False).drop_nulls()
    fractions = bool(numbers.is_between(0, 1).all()) and numbers.n_unique() > _DIFFERENT
    return fractions and bool(cells.drop_nulls().str.contains(_JOINED).all())
