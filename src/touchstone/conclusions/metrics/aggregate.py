"""From units (frames, clips) to videos: the one place where a video gets its score."""

from __future__ import annotations

from typing import get_args

import polars as pl

from touchstone.vocabulary.defaults import Aggregation
from touchstone.vocabulary.errors import TableError, UsageError
from touchstone.vocabulary.odds import sigmoid_of

_EPSILON = 1e-15  # keeps the logit of 0 and 1 finite

_CARRIED = ("label", "group", "donor", "source", "dataset", "method", "split")


def video_scores(scores: pl.DataFrame, videos: pl.DataFrame, aggregation: Aggregation = "mean") -> pl.DataFrame:
    """One row per detector × video.

    Args:
        scores: the ``scores`` table: one row per detector × video × unit.
        videos: the ``videos`` table; a video that a detector has no row for becomes a row with status
            ``missing``.
        aggregation: ``mean``, ``median`` or ``max`` of P(fake) over the units that were scored, or
            ``mean_logit``: the sigmoid of the mean log-odds.

    Returns:
        Sorted by detector and video, with the columns ``detector``, ``video``, ``label``, ``group``, ``donor``,
        ``source``, ``dataset``, ``method``, ``split``, ``p_fake``, ``consistency`` (1 − variance of the unit
        scores; null for fewer than two), ``units_ok``, ``units_failed``, ``units_abstained`` and ``status``:
        ``ok`` where at least one unit was scored, else ``failed`` where a unit failed or the file could not
        be read, else ``abstained``, else ``missing``. Only ``ok`` rows have a score: nothing ever becomes
        0.5.

    Raises:
        UsageError: the aggregation is not known.
        TableError: a column is missing, or a score belongs to a video that is not in ``videos``.

    >>> scores = pl.DataFrame(
    ...     {"detector": ["cm"] * 2, "video": ["a.mp4"] * 2, "p_fake": [0.2, 0.6], "status": ["ok"] * 2}
    ... )
    >>> videos = pl.DataFrame({"video": ["a.mp4", "b.mp4"], "label": ["real", "fake"]})
    >>> video_scores(scores, videos).select("video", "p_fake", "units_ok", "status").rows()
    [('a.mp4', 0.4, 2, 'ok'), ('b.mp4', None, 0, 'missing')]
    """
    if aggregation not in get_args(Aggregation):
        rules = ", ".join(get_args(Aggregation))
        raise UsageError(f"there is no aggregation {aggregation!r}; choose one of: {rules}")
    _check(scores, videos)
    scored = (pl.col("status") == "ok") & pl.col("p_fake").is_not_null()
    p = pl.col("p_fake").filter(scored)
    if aggregation == "mean_logit":
        clipped = pl.col("p_fake").clip(_EPSILON, 1 - _EPSILON)
        from_p = (clipped / (1 - clipped)).log()
        logit = pl.coalesce(pl.col("logit"), from_p) if "logit" in scores.columns else from_p
        scores = scores.with_columns(logit.clip(-40.0, 40.0).alias("_logit"))
        video_p = sigmoid_of(pl.col("_logit").filter(scored).mean())
    else:
        video_p = {"mean": p.mean(), "median": p.median(), "max": p.max()}[aggregation]
    per_video = scores.group_by("detector", "video").agg(
        video_p.alias("p_fake"),
        (1 - p.var(ddof=0)).alias("_steady"),
        scored.sum().cast(pl.Int64).alias("units_ok"),
        (pl.col("status") == "failed").sum().cast(pl.Int64).alias("units_failed"),
        (pl.col("status") == "abstained").sum().cast(pl.Int64).alias("units_abstained"),
    )
    unread = (pl.col("status") == "failed").fill_null(False) if "status" in videos.columns else pl.lit(False)
    facts = videos.select(
        "video",
        *(pl.col(name) if name in videos.columns else pl.lit(None, dtype=pl.String).alias(name) for name in _CARRIED),
        unread.alias("_unread"),
    )
    rows = scores.select("detector").unique().join(facts, how="cross")
    rows = rows.join(per_video, on=["detector", "video"], how="left")
    units = ("units_ok", "units_failed", "units_abstained")
    return (
        rows.with_columns(pl.col(name).fill_null(0) for name in units)
        .with_columns(
            pl.when(pl.col("units_ok") > 1).then(pl.col("_steady")).alias("consistency"),
            pl.when(pl.col("units_ok") > 0)
            .then(pl.lit("ok"))
            .when((pl.col("units_failed") > 0) | pl.col("_unread"))
            .then(pl.lit("failed"))
            .when(pl.col("units_abstained") > 0)
            .then(pl.lit("abstained"))
            .otherwise(pl.lit("missing"))
            .alias("status"),
        )
        .select("detector", "video", *_CARRIED, "p_fake", "consistency", *units, "status")
        .sort("detector", "video")
    )


def _check(scores: pl.DataFrame, videos: pl.DataFrame) -> None:
    for table, name, columns in (
        (scores, "scores", ("detector", "video", "p_fake", "status")),
        (videos, "videos", ("video", "label")),
    ):
        missing = [column for column in columns if column not in table.columns]
        if missing:
            raise TableError(f"the {name} table has no column {missing[0]!r}")
    if videos["video"].n_unique() < videos.height:
        raise TableError("the videos table lists a video more than once; its key is its path relative to the corpus")
    unknown = scores.select("video").unique().join(videos.select("video"), on="video", how="anti")
    if unknown.height:
        example = unknown["video"].sort()[0]
        raise TableError(
            f"{unknown.height} scored videos are not in the videos table, {example!r} for one; "
            "use the same keys in both (paths relative to the corpus)"
        )
