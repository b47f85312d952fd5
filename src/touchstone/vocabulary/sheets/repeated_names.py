"""A column whose values come again, as often each, and have a label each: it names videos that have several rows."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from .cells import share_of

_FEWEST = 8
"""Names from which on chance does not explain that each has one label, and as many rows."""

_MOST_BESIDE = 64
"""Values of a column up to which it may tell the rows of a name apart."""

_NAMELESS = "column "
"""How a column without a name is called."""

_EVEN = 0.9
_FEWEST_LABELS = 2


def repeated_names(frame: pl.DataFrame, free: Collection[str], label: str | None) -> list[str]:
    """Columns that may name videos with several rows: words, or whole numbers, which come as often each.

    Each name has one label, or, without a column of labels, one row for each value of another column, such as an epoch.

    Args:
        frame: the cells.
        free: columns that fill no field.
        label: the column of labels, if there is one.

    >>> rows = {"id": [*"abcdefgh"] * 2, "epoch": [1] * 8 + [2] * 8, "label": ["real", "fake"] * 8}
    >>> repeated_names(pl.DataFrame(rows), ["id", "epoch"], "label")
    ['id']
    """
    even = [c for c in free if _repeats_evenly(frame[c])]
    if label is not None:
        return [c for c in even if _has_label_each(frame, c, label)]
    return [c for c in even if any(_tells_rows_apart(frame, c, other) for other in free if other != c)]


def counts_rows(cells: pl.Series) -> bool:
    """Whether cells are the numbers of the rows, as the index of a table is: in any order, or without a name and rising.

    >>> [counts_rows(pl.Series(name, cells)) for name, cells in (("n", [2, 0, 1]), ("n", [0, 4, 5]), ("column 1", [0, 4, 5]))]
    [True, False, True]
    """
    numbers = cells.cast(pl.Float64, strict=False)
    if not cells.len() or numbers.null_count():
        return False
    if cells.name.startswith(_NAMELESS) and bool((numbers.diff().drop_nulls() > 0).all()):
        return True
    return numbers.min() in (0, 1) and bool((numbers.sort().diff().drop_nulls() == 1).all())


def _repeats_evenly(cells: pl.Series) -> bool:
    if cells.null_count() or cells.dtype == pl.Boolean or cells.dtype.is_nested():
        return False
    names = cells.n_unique()
    numbers = cells.cast(pl.Float64, strict=False)
    fractions = bool((numbers.drop_nulls() % 1 != 0).any())
    if not _FEWEST <= names <= cells.len() / 2 or fractions:
        return False
    rows = cells.value_counts()["count"]
    return share_of(rows == rows.mode().max()) >= _EVEN


def _has_label_each(frame: pl.DataFrame, column: str, label: str) -> bool:
    pairs = frame.select(column, label).drop_nulls().unique()
    return pairs[label].n_unique() >= _FEWEST_LABELS and not pairs[column].is_duplicated().any()


def _tells_rows_apart(frame: pl.DataFrame, column: str, other: str) -> bool:
    values = frame[other].n_unique()
    few = 2 <= values <= _MOST_BESIDE and values < frame[column].n_unique()
    return few and not frame.select(column, other).is_duplicated().any()
