"""One row per detector × video, none left out; a row without a score gives the reason."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from touchstone.conclusions.examination import Examination

CSV_COLUMNS = (
    "detector", "video", "label", "method", "dataset", "source", "group", "p_fake", "called", "correct", "consistency",
    "units_ok", "status", "reason",
)  # fmt: skip


def complete_rows(examined: Examination, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every detector × video with the columns of ``per_video_scores.csv``, by detector in table order, then by video.

    A detector that was not loaded has no rows of scores; here its videos are ``missing``, with its reason. Only real scores are
    given: a video whose score was filled in has none, and the reason names the value.
    """
    detectors = tables["detectors"].with_row_index("_order")
    names = detectors.select("_order", "detector", pl.col("reason").alias("_unloaded"))
    # Sorting by number: sorting millions of keys as strings takes ten times as long.
    facts = (
        tables["videos"]
        .sort("video")
        .with_row_index("_place")
        .select("_place", *CSV_COLUMNS[1:7], pl.col("reason").alias("_unread"))
    )
    said = tables["scores"].filter(pl.col("status") != "ok", pl.col("reason").is_not_null())
    in_order = said.sort("detector", "video", "unit", "index")
    unit = in_order.group_by("detector", "video").agg(_unit=pl.col("reason").first())
    scored = examined.scores.select(["detector", "video", "p_fake", "consistency", "units_ok", "status"])
    constants = {
        d.name: f"the score {d.facts.filled_in.score:.6g} was filled in"
        for d in examined.detectors
        if d.facts is not None and d.facts.filled_in is not None
    }
    constant = pl.col("detector").replace_strict(constants, default=None, return_dtype=pl.String)
    fake = pl.col("p_fake") >= examined.question.threshold
    bad = pl.col("status") != "ok"
    return (
        names.join(facts, how="cross")
        .join(scored, on=["detector", "video"], how="left")
        .join(unit, on=["detector", "video"], how="left")
        .with_columns(pl.col("status").fill_null("missing"), pl.col("units_ok").fill_null(0))
        .with_columns(called=pl.when(fake).then(pl.lit("fake")).when(~fake).then(pl.lit("real")))
        .with_columns(
            correct=pl.col("called") == pl.col("label"),
            reason=pl.when(pl.col("status") == "filled_in")
            .then(constant)
            .when(bad)
            .then(pl.coalesce("_unread", "_unit", "_unloaded")),
        )
        .sort("_order", "_place")
        .select(CSV_COLUMNS)
    )
