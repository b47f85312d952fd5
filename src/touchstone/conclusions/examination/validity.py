"""Scores outside 0 to 1: they are set apart before anything is measured, never squashed into [0, 1]."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidScores:
    """Scores of one detector that lie outside 0 to 1, or are not finite.

    Attributes:
        units: units that were answered so.
        asked: all units but those on which it abstained.
        reason: what is said of most of them.
        answer: what most of them answered: ``not finite``, ``percent``, ``log-odds`` or ``outside``.
        numbers: how many finite numbers were kept of those given in place of probabilities.
        lowest: the smallest of these; ``None`` where there is none.
        highest: the largest of these; ``None`` where there is none.
    """

    units: int
    asked: int
    reason: str
    answer: str
    numbers: int = 0
    lowest: float | None = None
    highest: float | None = None


def invalid_scores(scores: pl.DataFrame) -> InvalidScores | None:
    """Count the scores of one detector that lie outside 0 to 1; ``None`` where there are none.

    Args:
        scores: its rows of the ``scores`` table, after :func:`only_probabilities`.
    """
    bad = scores.filter(pl.col("status") == "failed", pl.col("answer").is_not_null())
    if not bad.height:
        return None
    reasons = bad.group_by("reason", "answer").len().sort("len", "reason", descending=[True, False])
    given = bad["logit"].drop_nulls()
    finite = given.filter(given.is_finite()).to_numpy()
    return InvalidScores(
        units=bad.height,
        asked=scores.filter(pl.col("status") != "abstained").height,
        reason=str(reasons["reason"][0]),
        answer=str(reasons["answer"][0]),
        numbers=finite.size,
        lowest=float(finite.min()) if finite.size else None,
        highest=float(finite.max()) if finite.size else None,
    )
