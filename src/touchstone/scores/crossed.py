"""Rows of equal names that several columns tell apart: which of them are once in each value, or as many in each."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from touchstone.vocabulary.sheets import share_of
from touchstone.vocabulary.words import STATED

from .scored import Scored

MOST_STATES = 64
"""Values of a column up to which they may be states of a model, or tell rows of equal names apart."""

_MOST_OF = 0.9
_MOST = 0.5


def once_in_each(rows: pl.DataFrame, key: Sequence[str]) -> bool:
    """Whether no two rows are equal in all columns of a key.

    >>> once_in_each(pl.DataFrame({"video": ["a", "a"], "epoch": [1, 2]}), ["video", "epoch"])
    True
    """
    return not rows.select(key).is_duplicated().any()


def even_in_each(rows: pl.DataFrame, key: Sequence[str], value: str) -> bool:
    """Whether most names have several values of a column, with as many rows of each.

    Args:
        rows: a row for each score.
        key: columns that name what was scored.
        value: the column.

    >>> even_in_each(pl.DataFrame({"video": [*"aaaa"], "epoch": [1, 1, 2, 2]}), ["video"], "epoch")
    True
    """
    counted = rows.group_by(*key, value).len().group_by(key).agg(values=pl.len(), even=pl.col("len").n_unique() == 1)
    return share_of((counted["values"] > 1) & counted["even"]) >= _MOST_OF


def told_apart_by(scored: Scored, key: Sequence[str]) -> list[str]:
    """Columns with few values, of which each is once for a name and most names have several.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
    """
    named = [c for c in scored.facts.columns if c.startswith(STATED)]
    if not named or not scored.facts["video"].is_duplicated().any():
        return []
    rows = scored.scores.select("row", *key).join(scored.facts.select("row", *named), on="row")
    return [c for c in named if varies_in_names(rows, c) and once_in_each(rows, [*key, c])]


def varies_in_names(rows: pl.DataFrame, column: str) -> bool:
    """Whether a column has few values, no empty cell, and most names have several of its values."""
    values = rows[column]
    if values.null_count() or not 2 <= values.n_unique() <= MOST_STATES:
        return False
    return share_of(rows.group_by("video").agg(n=pl.col(column).n_unique())["n"] > 1) > _MOST
