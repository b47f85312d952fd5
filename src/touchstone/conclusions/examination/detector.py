"""One detector over its videos: how good, on what, and what the footage allows to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl
import polars.selectors as cs

from touchstone.conclusions.metrics import (
    Estimate,
    Fallback,
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
from touchstone.vocabulary.defaults import AGGREGATION, Aggregation, MissingScores
from touchstone.vocabulary.domains import DOMAINS, Domain

from .assessment import Assessment, assess
from .association import strata
from .collecting import NextVideos, next_videos
from .coverage import Coverage, coverage_of
from .cues import Cue, cues
from .footage import FootageExamination
from .missing import Missing, missing
from .one_answer import one_answer_of
from .operating import OperatingPoints, operating_points
from .own_domain import OwnDomain, own_domain
from .properties import CATEGORIES, QUANTITIES, parts_by, stated_in, with_properties
from .real_scores import STANDS_FOR
from .score_facts import ScoreFacts, score_facts
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
        rows: its video rows with their real scores, sorted by key; empty where it was not loaded.
        judged_on: the part of the footage that it is judged on; ``None`` where that is all of it. Everything below rests on
            it, and so does the assessment.
        performance: all metrics; ``None`` where it scored nothing.
        within_sources: ranking inside sources that hold both labels; ``None`` where the footage names no sources.
        fitted_threshold: threshold fitted on other groups; ``None`` where that cannot be done.
        operating: thresholds for other shares of fakes and costs; ``None`` where it is not shown to separate fake from real, or
            nothing can be held out.
        next_videos: what to collect so that its AUC is known well enough; ``None`` where it is, or more of such videos would not
            settle it.
        slices: performance by method, data set and source, and along the indicators of its domain.
        parts: performance by properties of the videos: how the file is made, and what a table states; corrected among themselves.
        gaps: the worst group of each property in each measure, the surest first.
        cues: properties of the files beside its scores, inside each class; the clearest first.
        missing: whether the scores that it lacks are missing at random; ``None`` where it lacks none.
        facts: what its scores tell beyond that; ``None`` where it scored nothing.
        spread: how far the scores of all its videos lie apart; ``None`` where it scored nothing.
        invalid: its scores outside 0 to 1, counted even where it scored nothing; ``None`` where there are none.
        coverage: for how many videos it has a real score, and what the others count as; ``None`` where no video was asked.
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
    operating: OperatingPoints | None = None
    next_videos: NextVideos | None = None
    slices: tuple[Slice, ...] = ()
    parts: tuple[Slice, ...] = ()
    gaps: tuple[GroupGap, ...] = ()
    cues: tuple[Cue, ...] = ()
    missing: Missing | None = None
    facts: ScoreFacts | None = None
    spread: ScoreSpread | None = None
    invalid: InvalidScores | None = None
    coverage: Coverage | None = None

    @property
    def stated_parts(self) -> tuple[Slice, ...]:
        """The parts by properties that a table states, without those by how the file is made."""
        return tuple(part for part in self.parts if part.column not in (*CATEGORIES, *QUANTITIES))

    @property
    def overall(self) -> Performance | None:
        """All metrics over all videos that it scored, whatever it is for; ``None`` where it scored nothing."""
        return self.performance if self.judged_on is None else self.judged_on.overall


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SharedFacts:
    """What every detector of a run is examined with.

    Attributes:
        footage: what the footage can tell at all.
        videos: the ``videos`` table.
        indicators: one row per video with the numeric indicators, for slices.
        threshold: P(fake) from which on a video counts as fake.
        detectors: detectors of the run.
        described: the readable videos with their properties; made from ``videos`` where it is not given.
        truth: known defects; a specialist is then judged on those of its domain.
        aggregation: how the scores of a video's units become one.
        prevalence: stated share of fakes.
        cost: stated cost of a missed fake relative to a false alarm.
    """

    footage: FootageExamination
    videos: pl.DataFrame
    indicators: pl.DataFrame
    threshold: float
    detectors: int = 1
    described: pl.DataFrame | None = None
    truth: pl.DataFrame | None = None
    aggregation: Aggregation = AGGREGATION
    prevalence: float | None = None
    cost: float | None = None

    @property
    def properties(self) -> pl.DataFrame:
        """The readable videos with their properties."""
        return with_properties(self.videos) if self.described is None else self.described


def examine_detector(
    row: dict[str, object],
    shared: SharedFacts,
    *,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
    part: pl.DataFrame,
    filled_in: Fallback | None = None,
) -> DetectorExamination:
    """Examine one detector by its real scores; videos without one are left out.

    Args:
        row: its row of the ``detectors`` table.
        shared: what every detector of the run is examined with.
        scores: its rows of the ``scores`` table.
        rows: its video rows, from :func:`touchstone.conclusions.examination.real_scores.real_scores`.
        part: those of them that comparisons rest on; all, unless they are very many.
        filled_in: the value among its scores that stands for something else.
    """
    name = str(row["detector"])
    domain = DOMAINS.get(str(row["domain"]))
    invalid = invalid_scores(scores)
    if row["status"] != "ok":
        why = Assessment(word="not loaded", statement=f"not loaded: {row['reason']}")
        none = rows.clear()
        return DetectorExamination(
            name=name, row=row, domain=domain, assessment=why, rows=none, invalid=invalid,
            coverage=coverage_of(none, shared.videos),
        )  # fmt: skip
    tested = missing(name, _lacking(rows, shared.videos))
    coverage = coverage_of(rows, shared.videos, tested, tests=shared.detectors)
    if not (rows["status"] == "ok").any():
        why = Assessment(word="not scored", statement=f"none of {shared.videos.height} videos has a score")
        return DetectorExamination(
            name=name, row=row, domain=domain, assessment=why, rows=rows, invalid=invalid, coverage=coverage
        )
    numbers = _numbers(rows, part, domain, shared)
    if numbers.judged_on is not None:
        scores, part = (numbers.judged_on.of(table) for table in (scores, part))
    if part.height < numbers.counting.height:
        scores = scores.join(part.select("video"), on="video", how="semi")
    prefix = ""
    if filled_in is not None:
        prefix = f"without the {filled_in.units} of {filled_in.of_units} units that were filled in with {filled_in.score:g}: "
    return DetectorExamination(
        name=name,
        row=row,
        domain=domain,
        assessment=numbers.assessment_after(prefix),
        rows=rows,
        judged_on=numbers.judged_on,
        performance=numbers.performance,
        within_sources=numbers.within,
        fitted_threshold=numbers.fitted,
        operating=numbers.operating,
        next_videos=numbers.next_videos,
        slices=numbers.slices,
        parts=numbers.parts,
        gaps=gaps(numbers.parts, (a.name for a in shared.footage.telling)),
        cues=cues(part, shared.properties),
        missing=tested,
        facts=score_facts(
            scores,
            filled_in,
            numbers.judged,
            numbers.joined,
            numbers.fitted,
            ranks=numbers.assessment.word == "ranks",
            columns=numbers.stated_values,
            indicators=numbers.along,
            threshold=shared.threshold,
            aggregation=shared.aggregation,
        ),
        spread=score_spread(rows),
        invalid=invalid,
        coverage=coverage,
    )


def count_unscored(
    answered: DetectorExamination,
    shared: SharedFacts,
    *,
    rows: pl.DataFrame,
    part: pl.DataFrame,
    counted: MissingScores,
) -> DetectorExamination:
    """The same detector with a score for each video that has no real one.

    Rates, ranking, threshold, slices and the assessment rest on all videos. What is said of the scores themselves stays as it
    is: cues, facts, spread, calibration, confidence and consistency.

    Args:
        answered: its examination by real scores.
        shared: what every detector of the run is examined with.
        rows: its video rows, from :func:`touchstone.conclusions.examination.real_scores.counting_rows`.
        part: those of them that comparisons rest on.
        counted: what a video without a real score counts as.
    """
    before, coverage = answered.performance, answered.coverage
    if coverage is not None:
        coverage = coverage_of(answered.rows, shared.videos, answered.missing, counted, shared.detectors)
    if before is None or coverage is None or not coverage.lacking:
        return replace(answered, coverage=coverage)
    numbers = _numbers(rows, part, answered.domain, shared)
    prefix = f"with P(fake) {STANDS_FOR[counted]:g} for the {coverage.lacking} of {coverage.videos} videos without a real score: "
    judged_on = numbers.judged_on
    if judged_on is not None:
        judged_on = replace(judged_on, overall=_beside(judged_on.overall, answered.overall or before))
    return replace(
        answered,
        assessment=numbers.assessment_after(prefix),
        judged_on=judged_on,
        performance=_beside(numbers.performance, before),
        within_sources=numbers.within,
        fitted_threshold=numbers.fitted,
        operating=numbers.operating,
        next_videos=numbers.next_videos,
        slices=numbers.slices,
        parts=numbers.parts,
        gaps=gaps(numbers.parts, (a.name for a in shared.footage.telling)),
        coverage=coverage,
    )


def _beside(counted: Performance, answered: Performance) -> Performance:
    """Performance of all videos, with what is said of real scores alone taken from those."""
    return replace(
        counted,
        real=answered.real,
        fake=answered.fake,
        confidence=answered.confidence,
        confidence_sd=answered.confidence_sd,
        consistency=answered.consistency,
        calibration=answered.calibration,
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Numbers:
    """What follows from one set of video rows.

    Attributes:
        counting: the rows that the detector is judged on.
        judged: those of them that rankings inside sources, thresholds and slices rest on.
        joined: the same with the indicators and the stated properties.
        along: columns of ``joined`` with numbers to slice by: indicators of its domain, stated quantities.
        stated_values: columns of ``joined`` with the values of stated properties.
        performance: all metrics of ``counting``.
        judged_on: the part of the footage that it is judged on.
        within: ranking inside sources.
        fitted: threshold fitted on other groups.
        operating: thresholds for other shares of fakes and costs.
        next_videos: what to collect next.
        slices: performance by method, data set, source, and along the indicators of its domain.
        parts: performance by properties of the videos.
        assessment: what the footage supports.
    """

    counting: pl.DataFrame
    judged: pl.DataFrame
    joined: pl.DataFrame
    along: tuple[str, ...]
    stated_values: tuple[str, ...]
    performance: Performance
    judged_on: OwnDomain | None
    within: WithinStrata | None
    fitted: FittedThreshold | None
    operating: OperatingPoints | None
    next_videos: NextVideos | None
    slices: tuple[Slice, ...]
    parts: tuple[Slice, ...]
    assessment: Assessment

    def assessment_after(self, prefix: str) -> Assessment:
        """The assessment, its sentence after what was judged on and after ``prefix``."""
        part = "" if self.judged_on is None else f"{self.judged_on.in_words}: "
        return replace(self.assessment, statement=f"{part}{prefix}{self.assessment.statement}")


def _numbers(rows: pl.DataFrame, part: pl.DataFrame, domain: Domain | None, shared: SharedFacts) -> _Numbers:
    performance = measure(rows, shared.threshold)
    judged_on = (
        own_domain(rows, shared.truth, domain, performance) if shared.truth is not None and domain is not None else None
    )
    counting = rows
    if judged_on is not None:
        counting, part = judged_on.of(rows), judged_on.of(part)
        performance = measure(counting, shared.threshold)
    judged = counting
    if part.height < counting.height:
        judged = counting.join(part.select("video"), on="video", how="semi")
    footage = shared.footage
    sourced = judged.with_columns(source=source_name())
    within = rank_within(sourced, "source") if footage.origins else None
    inside, left = (within, None) if footage.confounded else inside_shortcut(judged, shared.videos, footage)
    joined = judged.join(shared.indicators, on="video", how="left")
    along = tuple(name for name in (domain.indicators if domain else ()) if name in shared.indicators.columns)
    divided, values, quantities = parts_by(shared.properties)
    stated = stated_in(divided)
    fresh = [name for name in divided.columns if name == "video" or name not in judged.columns]
    of_videos = judged.join(divided.select(fresh), on="video", how="left")
    assessment = assess(performance.auc, footage, inside, left)
    return _Numbers(
        counting=counting,
        judged=judged,
        joined=joined.join(divided.select("video", *stated), on="video", how="left"),
        along=(*along, *(name for name in stated if name in quantities)),
        stated_values=tuple(name for name in stated if name in values),
        performance=performance,
        judged_on=judged_on,
        within=within,
        fitted=fit_threshold(judged, standard=shared.threshold),
        operating=operating_points(judged, performance, prevalence=shared.prevalence, cost=shared.cost)
        if assessment.word == "ranks"
        else None,
        next_videos=next_videos(str(rows["detector"][0]), counting, shared.properties, assessment, performance.auc),
        slices=slices(joined, indicators=along, threshold=shared.threshold),
        parts=slices(of_videos, columns=values, indicators=quantities, threshold=shared.threshold),
        assessment=replace(assessment, one_answer=one_answer_of(performance)),
    )


def _lacking(rows: pl.DataFrame, videos: pl.DataFrame) -> pl.DataFrame:
    """The readable videos, and which of them got no real score: failed, abstained, filled in and missing alike."""
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
