"""Which scores are real, and what a video without one counts as: the one place where either is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from touchstone.conclusions.metrics import Aggregation, Fallback, fallback, video_scores
from touchstone.vocabulary.defaults import MISSING, MissingScores

from .properties import CATEGORIES, stated_in

STANDS_FOR: Mapping[MissingScores, float] = {"as-real": 0.0, "as-fake": 1.0, "as-chance": 0.5}
"""Choice → the P(fake) that a video without a real score counts with; ``exclude`` leaves it out."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RealScores:
    """The scores that detectors computed.

    Attributes:
        rows: the video rows of all detectors, as :func:`touchstone.conclusions.metrics.video_scores` makes them from the units
            that were not filled in. A video of which every score was filled in has the status ``filled_in`` and no score.
        filled_in: detector → the value that stands for something else; only detectors that have one.
    """

    rows: pl.DataFrame
    filled_in: Mapping[str, Fallback]


def real_scores(scores: pl.DataFrame, videos: pl.DataFrame, aggregation: Aggregation) -> RealScores:
    """Take the scores that were filled in out of the others.

    Args:
        scores: the ``scores`` table, after :func:`touchstone.conclusions.examination.only_probabilities`.
        videos: the ``videos`` table.
        aggregation: how the scores of a video's units become one.
    """
    fallbacks: dict[str, Fallback] = {}
    of_words = set(videos.select(cs.string() | cs.boolean()).columns)
    properties = [name for name in (*CATEGORIES, *stated_in(videos)) if name in of_words]
    for (name,), units in scores.group_by("detector", maintain_order=True):
        value = fallback(units, videos, properties)
        if value is not None:
            fallbacks[str(name)] = value
    if not fallbacks:
        return RealScores(rows=video_scores(scores, videos, aggregation), filled_in=fallbacks)
    values = {name: value.score for name, value in fallbacks.items()}
    constant = pl.col("detector").replace_strict(values, default=None, return_dtype=pl.Float64)
    is_filled = ((pl.col("status") == "ok") & (pl.col("p_fake") == constant)).fill_null(value=False)
    filled = scores.filter(is_filled).select("detector", "video").unique().with_columns(_filled=pl.lit(value=True))
    rows = video_scores(scores.filter(~is_filled), videos, aggregation)
    only = (pl.col("status") != "ok") & pl.col("_filled").fill_null(value=False)
    rows = (
        rows.join(filled, on=["detector", "video"], how="left", maintain_order="left")
        .with_columns(status=pl.when(only).then(pl.lit("filled_in")).otherwise("status"))
        .drop("_filled")
    )
    return RealScores(rows=rows, filled_in=fallbacks)


def counting_rows(rows: pl.DataFrame, missing: MissingScores = MISSING) -> pl.DataFrame:
    """The video rows that all numbers rest on.

    Args:
        rows: video rows of real scores, from :func:`real_scores`.
        missing: what a video without a real score counts as.

    Returns:
        The rows as they are for ``exclude``, because nothing counts a row without a score. Otherwise each row without one has
        the status ``ok`` and the P(fake) of :data:`STANDS_FOR`; a detector that scored no video at all keeps its rows.

    >>> rows = pl.DataFrame({"detector": ["cm"] * 2, "p_fake": [0.2, None], "status": ["ok", "failed"]})
    >>> counting_rows(rows, "as-fake").rows()
    [('cm', 0.2, 'ok'), ('cm', 1.0, 'ok')]
    """
    if missing not in STANDS_FOR:
        return rows
    lacks = pl.col("status") != "ok"
    filling = lacks & ~lacks.all().over("detector")
    return rows.with_columns(
        p_fake=pl.when(filling).then(pl.lit(STANDS_FOR[missing])).otherwise("p_fake"),
        status=pl.when(filling).then(pl.lit("ok")).otherwise("status"),
    )
