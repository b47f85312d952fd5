"""The score beside a column of 0 and 1, which holds the decisions on it."""

from __future__ import annotations

import math
from collections.abc import Collection

import polars as pl

from touchstone.vocabulary.sheets import Sheet

_FIRST = 64
_CHANCE = 0.01
"""Chance below which the rows decided as 1 do not all lie on one side of the others by accident."""


def decided_scores(sheet: Sheet, decision: str, columns: Collection[str]) -> list[str]:
    """Columns of numbers that a decision follows from some threshold on: those on which 1 is the higher side, if there are any.

    Args:
        sheet: the file.
        decision: a column of 0 and 1.
        columns: those that may hold the score.
    """
    called = sheet.frame[decision].cast(pl.Float64, strict=False) == 1
    sides = {c: _side_of_ones(v, called) for c in columns if (v := continuous(sheet.frame[c])) is not None}
    return [c for c, s in sides.items() if s == 1] or [c for c, s in sides.items() if s == -1]


def continuous(cells: pl.Series) -> pl.Series | None:
    """Numbers of which more than two differ and that are not all whole, null where there is none; otherwise ``None``."""
    if cells.dtype != pl.String and not cells.dtype.is_float():
        return None
    first = cells.head(_FIRST)
    if first.null_count() < first.len() == first.cast(pl.Float64, strict=False).null_count():
        return None
    numbers = cells.cast(pl.Float64, strict=False).fill_nan(None)
    some = numbers.drop_nulls()
    return numbers if some.n_unique() > 2 and bool((some != some.floor()).any()) else None


def _side_of_ones(numbers: pl.Series, called: pl.Series) -> int:
    """1 where all numbers of rows that are called 1 lie above the others, −1 below them, 0 where they overlap or are too few."""
    both = pl.DataFrame({"number": numbers, "called": called}).drop_nulls()
    ones, zeros = both.filter("called")["number"], both.filter(~pl.col("called"))["number"]
    if not ones.len() or not zeros.len():
        return 0
    ways = math.lgamma(both.height + 1) - math.lgamma(ones.len() + 1) - math.lgamma(zeros.len() + 1)
    if -ways >= math.log(_CHANCE):
        return 0
    above, below = zeros.max() < ones.min(), ones.max() < zeros.min()  # pyright: ignore[reportOperatorIssue]
    return 1 if above else -1 if below else 0
