"""Whether rows of one name are more alike than rows of different names: frames of a video are, other videos are not."""

from __future__ import annotations

import polars as pl
from scipy import stats

_SIGNIFICANT = 0.01
_FEWEST = 8
"""Names with several rows from which on they are compared."""


def alike_within_names(facts: pl.DataFrame, scores: pl.DataFrame) -> bool:
    """Whether rows with the same name have scores that are more alike than those of other names with the same label.

    One-way analysis of variance on the ranks of the scores, inside each label and detector (Kruskal and Wallis use the same
    ranks): the rows are alike if F is significant at 1 % for any detector. Also true where there is too little to tell.

    Args:
        facts: columns ``row``, ``video`` and ``label``.
        scores: columns ``row``, ``detector`` and ``p_fake``.
    """
    label = facts.select("row", "video", pl.col("label").fill_null(""))
    rows = scores.select("row", "detector", "p_fake").join(label, on="row").filter(pl.col("p_fake").is_finite())
    rows = rows.with_columns(rank=pl.col("p_fake").rank().over("detector", "label"))
    verdicts = [v for _, part in rows.group_by("detector") if (v := _alike(part)) is not None]
    return any(verdicts) or not verdicts


def _alike(rows: pl.DataFrame) -> bool | None:
    """For one detector; ``None`` where there is too little to tell."""
    names = rows.group_by("label", "video").agg(
        n=pl.len(), mean=pl.col("rank").mean(), square=(pl.col("rank") ** 2).sum()
    )
    names = names.filter(pl.col("n") > 1)
    if names.height < _FEWEST:
        return None
    names = names.with_columns(
        centre=(pl.col("n") * pl.col("mean")).sum().over("label") / pl.col("n").sum().over("label")
    )
    sums = names.select(
        between=(pl.col("n") * (pl.col("mean") - pl.col("centre")) ** 2).sum(),
        within=(pl.col("square") - pl.col("n") * pl.col("mean") ** 2).sum(),
        rows=pl.col("n").sum(), labels=pl.col("label").n_unique(),
    ).row(0, named=True)  # fmt: skip
    degrees = names.height - sums["labels"], sums["rows"] - names.height
    if min(degrees) < 1:
        return None
    if sums["within"] <= 0:
        return True
    return bool(stats.f.sf(sums["between"] / degrees[0] / (sums["within"] / degrees[1]), *degrees) < _SIGNIFICANT)
