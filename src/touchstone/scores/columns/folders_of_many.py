"""Folders of pictures that are not videos: those of a generator or a data set, whose pictures are no more alike than others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ..alike import alike_within_names

_MANY = 8
"""Pictures of a folder, at the median, from which on folders may be those of a data set."""

_FEWEST = 5
"""Folders of a label from which on they may be its videos, if their pictures are alike."""

_MOSTLY_BETWEEN = 0.5
"""Share of the variance of scores that lies between few folders from which on these are videos."""


def why_no_videos(folders: pl.Series, label: pl.Series | None, scores: Sequence[pl.Series]) -> str | None:
    """Why folders of pictures are not videos; ``None`` where they may be.

    Args:
        folders: the folder of each picture, null for rows that name none.
        label: the label of each picture, as the file writes it; ``None`` where the file has none.
        scores: columns of scores.

    >>> why_no_videos(pl.Series(["coco"] * 9 + ["sd14"] * 9), pl.Series([0] * 9 + [1] * 9), [])
    'a label has one folder alone'
    """
    labels = pl.Series([""]).new_from_index(0, folders.len()) if label is None else label.cast(pl.String).fill_null("")
    rows = pl.DataFrame([folders.alias("video"), labels.alias("label")]).with_row_index("row").drop_nulls("video")
    each = rows.group_by("video").agg(n=pl.len(), label=pl.col("label").first())
    if float(each["n"].median() or 0) < _MANY:  # pyright: ignore[reportArgumentType]
        return None
    fewest = int(each["label"].value_counts()["count"].min() or 0)  # pyright: ignore[reportArgumentType]
    if fewest == 1:
        return "a label has one folder alone" if label is not None else "there is one folder alone"
    values = [s.cast(pl.Float64, strict=False) for s in scores]
    if fewest < _FEWEST:
        shares = [_share_between(rows, v) for v in values]
        few = f"a label has {fewest} folders alone" if label is not None else f"there are {fewest} folders alone"
        return None if label is not None and max(shares, default=1.0) >= _MOSTLY_BETWEEN else few
    tables = (pl.DataFrame([pl.Series("row", range(v.len()), dtype=pl.UInt32), v.alias("p_fake")]) for v in values)
    parts = [table.with_columns(detector=pl.lit("")).join(rows.select("row"), on="row") for table in tables]
    if not parts or any(alike_within_names(rows, part) for part in parts):
        return None
    return "scores of one folder are no more alike than others"


def _share_between(rows: pl.DataFrame, values: pl.Series) -> float:
    """The share of the variance of ranks inside labels that lies between folders, from 0; 1 where there are no scores."""
    ranked = rows.with_columns(rank=values.gather(rows["row"])).drop_nulls("rank")
    ranked = ranked.with_columns(rank=pl.col("rank").rank().over("label"))
    ranked = ranked.with_columns(
        between=(pl.col("rank").mean().over("video") - pl.col("rank").mean().over("label")) ** 2,
        within=(pl.col("rank") - pl.col("rank").mean().over("video")) ** 2,
    )
    number, folders, labels = ranked.height, ranked["video"].n_unique(), ranked["label"].n_unique()
    if folders <= labels or number <= folders or not (within := float(ranked["within"].sum()) / (number - folders)):
        return 1.0
    ratio = float(ranked["between"].sum()) / (folders - labels) / within
    return max(0.0, (ratio - 1) / (ratio - 1 + number / folders))
