"""Which columns sum to 1 in each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from touchstone.vocabulary.sheets import Numbers, sums_to_one

_NEEDED = 0.5
"""Weight from which on least squares needs a column: 1 for a class, near 0 for others."""

_EXAMPLE = 512
_MOST = 64
"""Columns among which classes are looked for."""


def groups_that_sum(columns: Mapping[str, Numbers], first: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Groups of columns whose members sum to 1 in at least 99.5 % of the rows; no column is in two of them.

    Args:
        columns: numbers in [0, 1], or NaN.
        first: groups that are tried before all others, because their names belong together.
    """
    left = dict(list(columns.items())[:_MOST])
    groups: list[tuple[str, ...]] = []
    whole = _whole(left, first)
    for group in (*first, whole, _changing(left, whole)):
        if len(group) > 1 and set(group) <= set(left) and sums_to_one([left[c] for c in group]):
            groups.append(tuple(group))
            left = {c: v for c, v in left.items() if c not in group}
    other = _by_weights({c: left[c] for c in _changing(left, left)})
    return [*groups, other] if len(other) > 1 and sums_to_one([left[c] for c in other]) else groups


def _whole(columns: Mapping[str, Numbers], first: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All columns that are in no group that was tried before."""
    tried = {c for group in first for c in group if len(group) > 1}
    return tuple(c for c in columns if c not in tried)


def _changing(columns: Mapping[str, Numbers], names: Iterable[str]) -> tuple[str, ...]:
    """Columns that differ between rows: a threshold, which is the same in all, is the share of no class."""
    return tuple(c for c in names if c in columns and np.nanmin(columns[c]) < np.nanmax(columns[c]))


def _by_weights(columns: Mapping[str, Numbers]) -> tuple[str, ...]:
    """The columns that least squares needs to make 1 in each row; empty where rows are too few to tell."""
    if len(columns) < 2:
        return ()
    rows = np.stack([c[:_EXAMPLE] for c in columns.values()], axis=1)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if rows.shape[0] < 2 * rows.shape[1]:
        return ()
    weights = np.linalg.lstsq(rows, np.ones(rows.shape[0]))[0]
    return tuple(c for c, weight in zip(columns, weights, strict=True) if weight > _NEEDED)
