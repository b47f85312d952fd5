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
    # Detector by detector: joining and sorting all of them at once takes several times the memory of the result.
    facts = tables["videos"].sort("video").select(*CSV_COLUMNS[1:7], pl.col("reason").alias("_unread"))
    said = tables["scores"].filter(pl.col("status") != "ok", pl.col("reason").is_not_null())
    units = said.sort("detector", "video", "unit", "index").group_by("detector", "video").agg(_unit=pl.col("reason").first())
    constants = {
        d.name: f"the score {d.facts.filled_in.score:.6g} was filled in"
        for d in examined.detectors
        if d.facts is not None and d.facts.filled_in is not None
    }
    detectors = tables["detectors"].select("detector", "reason").rows()
    rows = [
        _rows_of(name, facts, examined.scores, units, examined.question.threshold)
        .with_columns(
            reason=pl.when(pl.col("status") == "filled_in")
            .then(pl.lit(constants.get(name), dtype=pl.String))
            .when(pl.col("status") != "ok")
            .then(pl.coalesce("_unread", "_unit", pl.lit(unloaded, dtype=pl.String)))
        )
        .select(CSV_COLUMNS)
        for name, unloaded in detectors or [("", None)]
    ]
    return pl.concat(rows) if detectors else rows[0].clear()


def _rows_of(
    name: str, facts: pl.DataFrame, scores: pl.DataFrame, units: pl.DataFrame, threshold: float
) -> pl.DataFrame:
    """The videos in order of their keys, with what one detector says of each."""
    fake = pl.col("p_fake") >= threshold
    scored = scores.filter(detector=name).select("video", "p_fake", "consistency", "units_ok", "status")
    return (
        facts.join(scored, on="video", how="left", maintain_order="left")
        .join(units.filter(detector=name).select("video", "_unit"), on="video", how="left", maintain_order="left")
        .with_columns(
            pl.lit(name).alias("detector"),
            pl.col("status").fill_null("missing"),
            pl.col("units_ok").fill_null(0),
            called=pl.when(fake).then(pl.lit("fake")).when(~fake).then(pl.lit("real")),
        )
        .with_columns(correct=pl.col("called") == pl.col("label"))
    )
