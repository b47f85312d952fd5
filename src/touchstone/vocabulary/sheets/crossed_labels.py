"""Columns called that of the ways to forge of which real and fake videos have all values: detectors, or versions of a video."""

from __future__ import annotations

import polars as pl

from .cells import share_of

_FEWEST = 8
"""Videos from which on chance does not explain that each has every value."""

_MOST_VALUES = 64
_MOST = 0.9
_REPEATED = 0.5
_LABELS = 2


def crosses_labels(frame: pl.DataFrame, column: str, video: str, label: str) -> bool:
    """Whether nearly all real and fake videos have each value of a column, so it does not say how fakes were made.

    Real videos that were scored again for each way to forge, with equal cells, do not count.

    >>> rows = {"video": [*"aabbccddeeffgghh"], "label": [0, 0, 1, 1] * 4, "method": ["x", "y"] * 8, "p": range(16)}
    >>> crosses_labels(pl.DataFrame(rows), "method", "video", "label")
    True
    """
    values = frame[column].drop_nulls().n_unique()
    if not 2 <= values <= _MOST_VALUES or frame[video].n_unique() < _FEWEST:
        return False
    names = frame.group_by(video).agg(
        values=pl.col(column).drop_nulls().n_unique(), labels=pl.col(label).n_unique(), label=pl.col(label).first()
    )
    whole = (names["values"] == values) & (names["labels"] == 1)
    labels = names["label"].unique().to_list()
    if len(labels) != _LABELS or any(share_of(whole.filter(names["label"] == y)) < _MOST for y in labels):
        return False
    again = frame.select(label, pl.struct(pl.exclude(column)).is_duplicated().alias("again"))
    return bool((again.group_by(label).agg(pl.col("again").mean())["again"] < _REPEATED).all())
