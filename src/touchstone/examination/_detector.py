"""One detector over its videos: how good, on what, and what the footage allows to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from touchstone.domains import DOMAINS, Domain
from touchstone.metrics import (
    Estimate,
    FittedThreshold,
    Performance,
    Slice,
    WithinStrata,
    fit_threshold,
    measure,
    rank_within,
    slices,
)

from ._assessment import Assessment, assess
from ._association import strata
from ._cues import Cue, cues
from ._footage import FootageExamination
from ._missing import Missing, missing
from ._properties import with_properties


@dataclass(frozen=True, slots=True, eq=False)
class DetectorExamination:
    """Everything that was found about one detector.

    Attributes:
        name: its name.
        row: its row of the ``detectors`` table.
        domain: what it is for, where it is a specialist.
        assessment: what the footage supports, in one word and one sentence.
        rows: its video rows, sorted by key; empty where it was not loaded.
        performance: all metrics; ``None`` where it scored nothing.
        within: ranking inside sources that hold both labels; ``None`` where the footage names no sources.
        threshold: threshold fitted on other groups; ``None`` where that cannot be done.
        slices: performance by method, data set and source, and along the indicators of its domain.
        cues: properties of the files beside its scores, inside each class; the clearest first.
        missing: whether the scores that it lacks are missing at random; ``None`` where it lacks none.
    """

    name: str
    row: dict[str, object]
    domain: Domain | None
    assessment: Assessment
    rows: pl.DataFrame
    performance: Performance | None = None
    within: WithinStrata | None = None
    threshold: FittedThreshold | None = None
    slices: tuple[Slice, ...] = ()
    cues: tuple[Cue, ...] = ()
    missing: Missing | None = None


def examine_detector(
    row: dict[str, object],
    rows: pl.DataFrame,
    part: pl.DataFrame,
    footage: FootageExamination,
    videos: pl.DataFrame,
    indicators: pl.DataFrame,
    threshold: float,
    described: pl.DataFrame | None = None,
) -> DetectorExamination:
    """Examine one detector.

    Args:
        row: its row of the ``detectors`` table.
        rows: its video rows, as :func:`touchstone.metrics.video_scores` makes them.
        part: those of them that comparisons stand on; all, unless they are very many.
        footage: what the footage can tell at all.
        videos: the ``videos`` table.
        indicators: one row per video with the numeric indicators, for slices.
        threshold: P(fake) from which on a video counts as fake.
        described: the readable videos with their properties; made from ``videos`` where it is not given.
    """
    name = str(row["detector"])
    domain = DOMAINS.get(str(row["domain"]))
    if row["status"] != "ok":
        why = Assessment("not loaded", f"not loaded: {row['reason']}")
        return DetectorExamination(name, row, domain, why, rows.clear())
    if not (rows["status"] == "ok").any():
        why = Assessment("not scored", f"none of {videos.height} videos has a score")
        return DetectorExamination(name, row, domain, why, rows)
    performance = measure(rows, threshold)
    within = (
        rank_within(part.with_columns(source=pl.coalesce("source", "dataset")), "source") if footage.origins else None
    )
    inside, left = (within, None) if footage.confounded else _inside_shortcut(part, videos, footage)
    return DetectorExamination(
        name,
        row,
        domain,
        assess(performance, footage, inside, left),
        rows,
        performance,
        within,
        fit_threshold(part, standard=threshold),
        _slices(part, indicators, domain, threshold),
        cues(part, with_properties(videos) if described is None else described),
        missing(name, _lacking(rows, videos)),
    )


def _lacking(rows: pl.DataFrame, videos: pl.DataFrame) -> pl.DataFrame:
    """The readable videos, and which of them got no score: failed, abstained and missing alike."""
    readable = videos.filter(pl.col("status") == "ok").select("video")
    return rows.join(readable, on="video", how="semi").with_columns(gone=pl.col("status") != "ok")


def _inside_shortcut(
    rows: pl.DataFrame, videos: pl.DataFrame, footage: FootageExamination
) -> tuple[WithinStrata | None, Estimate | None]:
    """Ranking inside the values of the property that gives the label away, and what a quantity still tells there."""
    if footage.shortcut is None:
        return None, None
    joined = rows.join(strata(videos, footage.shortcut.name), on="video")
    left = None
    if joined["rank"].null_count() < joined.height:
        left = rank_within(joined.with_columns(p_fake="rank", status=pl.lit("ok")), "stratum").auc
    return rank_within(joined, "stratum"), left


def _slices(rows: pl.DataFrame, indicators: pl.DataFrame, domain: Domain | None, threshold: float) -> tuple[Slice, ...]:
    joined = rows.join(indicators, on="video", how="left")
    own = [name for name in (domain.indicators if domain else ()) if name in indicators.columns]
    return slices(joined, indicators=own, threshold=threshold)


def indicator_means(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per readable video: its container numbers, and the mean of its frame and clip indicators."""
    container = ("width", "height", "fps", "duration", "bitrate", "bits_per_pixel", "compression_ratio")
    base = tables["videos"].filter(pl.col("status") == "ok").select("video", *container)
    for name, keys in (
        ("frames", ("video", "index", "time")),
        ("clips", ("video", "start", "duration", "frame_count")),
    ):
        means = tables[name].select("video", cs.numeric().exclude(keys)).group_by("video").mean()
        base = base.join(means, on="video", how="left")
    return base.sort("video")
