"""Scores that are no probabilities: told apart before anything is measured, never squashed into [0, 1]."""

from __future__ import annotations

import polars as pl

_ANSWERED = "the network answered "

OTHER_SCALE = 0.10
"""Share of a detector's finite scores outside [0, 1] from which on all of them are on another scale."""


def only_probabilities(scores: pl.DataFrame) -> pl.DataFrame:
    """The ``scores`` table with every score outside [0, 1] turned into a failed unit that says why.

    Where more than a tenth of a detector's scores lie outside, it does not answer with probabilities, and none of its
    numbers is taken for one. Tables whose scores all lie inside come back as they are.
    """
    p = pl.col("p_fake")
    outside = p.is_not_null() & ~(p.is_finite() & p.is_between(0, 1))
    if not bool(scores.select(outside.any()).item()):
        return scores
    finite = p.is_finite()
    beyond = (outside & finite).sum().over("detector") > OTHER_SCALE * finite.sum().over("detector")
    low = p.filter(finite).min().over("detector", mapping_strategy="group_to_rows")
    high = p.filter(finite).max().over("detector", mapping_strategy="group_to_rows")
    percent = (low >= 0) & (high <= 100)
    scale = pl.format(
        _ANSWERED + "{} where probabilities were expected: {} to {}",
        pl.when(percent).then(pl.lit("percent (0–100)")).otherwise(pl.lit("log-odds")),
        low.round(3),
        high.round(3),
    )
    alone = (
        pl.when(finite)
        .then(pl.format(_ANSWERED + "{}, outside [0, 1]", p.round(6)))
        .otherwise(pl.format(_ANSWERED + "{}", p))
    )
    bad = (outside | beyond) & p.is_not_null()
    scales = pl.when(percent).then(pl.lit("percent")).otherwise(pl.lit("log-odds"))
    answer = pl.when(~finite).then(pl.lit("not finite")).when(beyond).then(scales).otherwise(pl.lit("outside"))
    before = pl.col("answer") if "answer" in scores.columns else pl.lit(None, dtype=pl.String)
    return scores.with_columns(
        pl.when(bad & beyond & finite & ~percent).then(p).otherwise(pl.col("logit")).alias("logit"),
        pl.when(bad).then(pl.lit("failed")).otherwise(pl.col("status")).alias("status"),
        pl.when(bad & beyond & finite).then(scale).when(bad).then(alone).otherwise(pl.col("reason")).alias("reason"),
        pl.when(bad).then(answer).otherwise(before).alias("answer"),
        pl.when(bad).then(None).otherwise(p).alias("p_fake"),
    )
