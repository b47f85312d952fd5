"""Scores of several detectors side by side, whatever the detectors are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl


def side_by_side(
    rows: pl.DataFrame, detectors: Sequence[str], facts: Sequence[str]
) -> tuple[pl.DataFrame, Mapping[str, str]]:
    """One row per video, with a column of P(fake) for each detector.

    Args:
        rows: scored video rows, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        detectors: those that are wanted; one without a row has no column.
        facts: columns of ``rows`` that are kept: what is the same for all detectors of a video.

    Returns:
        The table, sorted by video; and the column of each detector, in the order of ``detectors``. A detector may be
        called like a fact, so its column has a name of its own.

    >>> rows = pl.DataFrame({"detector": ["video", "b"], "video": ["a.mp4"] * 2, "p_fake": [0.2, 0.6]})
    >>> table, columns = side_by_side(rows, ["b", "video"], ["video"])
    >>> table.rows(), columns
    ([('a.mp4', 0.2, 0.6)], {'b': 'P(fake) 0', 'video': 'P(fake) 1'})
    """
    columns = {name: f"P(fake) {number}" for number, name in enumerate(detectors)}
    table = (
        rows.filter(pl.col("detector").is_in(list(columns)))
        .with_columns(pl.col("detector").replace_strict(columns, return_dtype=pl.String))
        .pivot("detector", index=list(facts), values="p_fake", maintain_order=True)
        .sort("video")
    )
    return table, {name: column for name, column in columns.items() if column in table.columns}
