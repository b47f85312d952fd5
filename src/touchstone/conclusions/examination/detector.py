"""One detector over its videos: how good, on what, and what the footage allows to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl
import polars.selectors as cs

from touchstone.conclusions.metrics import (
    Aggregation,
    Estimate,
    FittedThreshold,
    GroupGap,
    Performance,
    Slice,
    WithinStrata,
    fit_threshold,
    gaps,
    measure,
    rank_within,
    slices,
    source_name,
)
from touchstone.vocabulary.domains import DOMAINS, Domain

from .assessment import Assessment, assess
from .association import strata
from .cues import Cue, cues
from .footage import FootageExamination
from .missing import Missing, missing
from .own_domain import OwnDomain, own_domain
from .properties import CATEGORIES, QUANTITIES, parts_by, stated_in, with_properties
from .score_facts import ScoreFacts, score_facts, without_filled_in
from .spread import ScoreSpread, score_spread
from .validity import InvalidScores, invalid_scores


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DetectorExamination:
    """Everything that was found about one detector.

    Attributes:
        name: its name.
        row: its row of the ``detectors`` table.
        domain: what it is for, where it is a specialist.
        assessment: what the footage supports, in one word and one sentence.
        rows: its video rows, sorted by key; empty where it was not loaded.
        judged_on: the part of the footage that it is judged on; ``None`` where that is all of it. Everything below rests on
            it, and so does the assessment.
        performance: all metrics; ``None`` where it scored nothing.
        within_sources: ranking inside sources that hold both labels; ``None`` where the footage names no sources.
        fitted_threshold: threshold fitted on other groups; ``None`` where that cannot be done.
        slices: performance by method, data set and source, and along the indicators of its domain.
        parts: performance by properties of the videos: how the file is made, and what a table states; corrected among themselves.
        gaps: the worst group of each property in each measure, the surest first.
        cues: properties of the files beside its scores, inside each class; the clearest first.
        missing: whether the scores that it lacks are missing at random; ``None`` where it lacks none.
        facts: what its scores tell beyond that; ``None`` where it scored nothing.
        spread: how far the scores of all its videos lie apart; ``None`` where it scored nothing.
        invalid: its scores outside 0 to 1, counted even where it scored nothing; ``None`` where there are none.
    """

    name: str
    row: dict[str, object]
    domain: Domain | None = None
    assessment: Assessment
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    judged_on: OwnDomain | None = None
    performance: Performance | None = None
    within_sources: WithinStrata | None = None
    fitted_threshold: FittedThreshold | None = None
    slices: tuple[Slice, ...] = ()
    parts: tuple[Slice, ...] = ()
    gaps: tuple[GroupGap, ...] = ()
    cues: tuple[Cue, ...] = ()
    missing: Missing | None = None
    facts: ScoreFacts | None = None
    spread: ScoreSpread | None = None
    invalid: InvalidScores | None = None

    @property
    def stated_parts(self) -> tuple[Slice, ...]:
        """The parts by properties that a table states, without those by how the file is made."""
        return tuple(part for part in self.parts if part.column not in (*CATEGORIES, *QUANTITIES))

    @property
    def overall(self) -> Performance | None:
        """All metrics over all videos that it scored, whatever it is for; ``None`` where it scored nothing."""
        return self.performance if self.judged_on is None else self.judged_on.overall


def examine_detector(
    row: dict[str, object],
    *,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
    part: pl.DataFrame,
    footage: FootageExamination,
    videos: pl.DataFrame,
    indicators: pl.DataFrame,
    threshold: float,
    described: pl.DataFrame | None = None,
    truth: pl.DataFrame | None = None,
    aggregation: Aggregation = "mean",
) -> DetectorExamination:
    """Examine one detector.

    Args:
        row: its row of the ``detectors`` table.
        scores: its rows of the ``scores`` table.
        rows: its video rows, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        part: those of them that comparisons rest on; all, unless they are very many.
        footage: what the footage can tell at all.
        videos: the ``videos`` table.
        indicators: one row per video with the numeric indicators, for slices.
        threshold: P(fake) from which on a video counts as fake.
        described: the readable videos with their properties; made from ``videos`` where it is not given.
        truth: known defects; a specialist is then judged on those of its domain.
        aggregation: how the scores of a video's units become one.

    Videos whose score was filled in (see :class:`touchstone.conclusions.metrics.Fallback`) count in the performance, which is
    that of the table as it is; whether the detector separates fake from real is judged without them.
    """
    name = str(row["detector"])
    domain = DOMAINS.get(str(row["domain"]))
    invalid = invalid_scores(scores)
    if row["status"] != "ok":
        why = Assessment(word="not loaded", statement=f"not loaded: {row['reason']}")
        return DetectorExamination(
            name=name, row=row, domain=domain, assessment=why, rows=rows.clear(), invalid=invalid
        )
    if not (rows["status"] == "ok").any():
        why = Assessment(word="not scored", statement=f"none of {videos.height} videos has a score")
        return DetectorExamination(name=name, row=row, domain=domain, assessment=why, rows=rows, invalid=invalid)
    performance = measure(rows, threshold)
    judged_on = own_domain(rows, truth, domain, performance) if truth is not None and domain is not None else None
    counting = rows
    if judged_on is not None:
        counting, scores, part = (judged_on.of(table) for table in (rows, scores, part))
        performance = measure(counting, threshold)
    filled_in, judged = without_filled_in(scores, videos, counting, aggregation)
    if not (judged["status"] == "ok").any():
        filled_in, judged = None, counting
    ranking = performance.auc if filled_in is None else filled_in.auc_without
    if part.height < counting.height:
        scores, judged = (table.join(part.select("video"), on="video", how="semi") for table in (scores, judged))
    sourced = judged.with_columns(source=source_name())
    within = rank_within(sourced, "source") if footage.origins else None
    inside, left = (within, None) if footage.confounded else inside_shortcut(judged, videos, footage)
    fitted = fit_threshold(judged, standard=threshold)
    joined = judged.join(indicators, on="video", how="left")
    along = [name for name in (domain.indicators if domain else ()) if name in indicators.columns]
    described = with_properties(videos) if described is None else described
    divided, values, quantities = parts_by(described)
    fresh = [name for name in divided.columns if name == "video" or name not in judged.columns]
    of_videos = judged.join(divided.select(fresh), on="video", how="left")
    parts = slices(of_videos, columns=values, indicators=quantities, threshold=threshold)
    assessment = assess(ranking, footage, inside, left)
    prefix = "" if judged_on is None else f"{judged_on.in_words}: "
    if filled_in is not None:
        units = f"{filled_in.units} of {filled_in.of_units} units"
        prefix += f"without the {units} that were filled in with {filled_in.score:g}: "
    return DetectorExamination(
        name=name,
        row=row,
        domain=domain,
        assessment=replace(assessment, statement=f"{prefix}{assessment.statement}"),
        rows=rows,
        judged_on=judged_on,
        performance=performance,
        within_sources=within,
        fitted_threshold=fitted,
        slices=slices(joined, indicators=along, threshold=threshold),
        parts=parts,
        gaps=gaps(parts, (a.name for a in footage.telling)),
        cues=cues(part, described),
        missing=missing(name, _lacking(rows, videos)),
        facts=score_facts(
            scores,
            filled_in,
            judged,
            joined.join(divided.select("video", *stated_in(divided)), on="video", how="left"),
            fitted,
            ranks=assessment.word == "ranks",
            columns=tuple(name for name in stated_in(divided) if name in values),
            indicators=(*along, *(name for name in stated_in(divided) if name in quantities)),
            threshold=threshold,
        ),
        spread=score_spread(rows),
        invalid=invalid,
    )


def _lacking(rows: pl.DataFrame, videos: pl.DataFrame) -> pl.DataFrame:
    """The readable videos, and which of them got no score: failed, abstained and missing alike."""
    readable = videos.filter(pl.col("status") == "ok").select("video")
    return rows.join(readable, on="video", how="semi").with_columns(gone=pl.col("status") != "ok")


def inside_shortcut(
    rows: pl.DataFrame, videos: pl.DataFrame, footage: FootageExamination
) -> tuple[WithinStrata | None, Estimate | None]:
    """AUC inside the values of the property that reveals the label, and what a quantity still reveals there."""
    if footage.shortcut is None:
        return None, None
    joined = rows.join(strata(videos, footage.shortcut.name), on="video")
    left = None
    if joined["rank"].null_count() < joined.height:
        left = rank_within(joined.with_columns(p_fake="rank", status=pl.lit("ok")), "stratum").auc
    return rank_within(joined, "stratum"), left


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
