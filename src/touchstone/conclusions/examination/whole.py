"""Tables in, examination out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from touchstone.conclusions.metrics import (
    Aggregation,
    Comparison,
    Independence,
    compare_all,
    independence,
)
from touchstone.vocabulary.allowed import check_options
from touchstone.vocabulary.defaults import AGGREGATION, MIN_COVERAGE, MISSING, THRESHOLD, JudgedSplit, MissingScores
from touchstone.vocabulary.door import option

from .counts import CountedFile, examine_counts
from .detector import DetectorExamination, SharedFacts, count_unscored, examine_detector, indicator_means
from .ensemble import Ensembles, VideoTraits, examine_ensembles
from .footage import FootageExamination, examine_footage
from .labels import LabelExamination, examine_labels
from .leakage import leaks
from .performers import Performer, best_and_worst
from .properties import with_properties, with_stated
from .real_scores import counting_rows, real_scores
from .rejected import RejectedRows, examine_rejected
from .sampling import sampled
from .specialists import SpecialistExamination, examine_specialist
from .splits import SplitChoice, choose_split, optimism, tables_of
from .turned_sets import TurnedSet, turned_sets
from .validity import only_probabilities


@dataclass(frozen=True, slots=True)
class Question:
    """How scores are read.

    Attributes:
        threshold: P(fake) from which on a video counts as fake, in [0, 1].
        aggregation: how the scores of a video's units become one.
        split: the split that is judged, ``test``, ``val`` or ``train``; ``all`` pools them; ``None`` takes test, then val.
        missing: what a video without a real score counts as: ``exclude`` leaves it out, ``as-real`` takes P(fake) 0, ``as-fake``
            1 and ``as-chance`` 0.5.
        min_coverage: share of all videos for which every detector must have a real score, in [0, 1]; 0 asks for none.
        prevalence: share of fakes among the videos that detectors are to judge, in (0, 1), for which a threshold is sought.
        cost: of a missed fake relative to a false alarm, for which a threshold is sought.

    Raises:
        UsageError: a value is not one that :mod:`touchstone.vocabulary.allowed` names.
    """

    threshold: float = THRESHOLD
    aggregation: Aggregation = AGGREGATION
    split: JudgedSplit | None = None
    missing: MissingScores = MISSING
    min_coverage: float = MIN_COVERAGE
    prevalence: float | None = None
    cost: float | None = None

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Examination:
    """Everything that the tables tell, before causes are sought.

    Attributes:
        question: how scores were read.
        footage: what the footage can tell at all.
        detectors: one examination each, in the order of the ``detectors`` table.
        comparisons: every pair of detectors that scored, with p values corrected by Holm.
        scores: the video rows of all detectors, with real scores alone.
        counting: the same as the numbers count them: with a score for each video without a real one, if ``question.missing``
            says so.
        indicators: one row per readable video with its numeric indicators.
        labels: what the scores say of the labels; ``None`` where no detector separates fake from real clearly enough.
        turned: sets of videos whose labels are turned, as detectors show that score fake above real everywhere else.
        counted: detectors of which only counts of right decisions are known, by the file that holds them.
        sample: keys of the videos on which comparisons, parts, rankings inside sources and thresholds rest where there are
            more than ``MOST``; ``None`` where they rest on all.
        grounds: detector → its examination on its own ground, for the specialists that scored.
        best: the detector with the highest accuracy; ``None`` where no two differ.
        worst: the detector with the lowest accuracy; ``None`` where no two differ.
        ensembles: the detectors together: all that scored, those that separate fake from real, those that do no harm.
        rejected: rows of score files that contradict each other; ``None`` where none do.
        split: the part of the videos that all this rests on; ``None`` where it is all of them.
        by_real_scores: the examination that leaves videos without a real score out; ``None`` where this one does.
        independence: what is assumed of the videos where no groups are known, and what intervals would be if it does not
            hold; ``None`` where groups are known, or nothing was scored.
    """

    question: Question = Question()
    footage: FootageExamination
    detectors: tuple[DetectorExamination, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    scores: pl.DataFrame = field(default_factory=pl.DataFrame)
    counting: pl.DataFrame = field(default_factory=pl.DataFrame)
    indicators: pl.DataFrame = field(default_factory=pl.DataFrame)
    labels: LabelExamination | None = None
    turned: tuple[TurnedSet, ...] = ()
    counted: tuple[CountedFile, ...] = ()
    sample: pl.DataFrame | None = None
    grounds: Mapping[str, SpecialistExamination] = field(default_factory=dict[str, SpecialistExamination])
    best: Performer | None = None
    worst: Performer | None = None
    ensembles: Ensembles = field(default_factory=Ensembles)
    rejected: RejectedRows | None = None
    split: SplitChoice | None = None
    independence: Independence | None = None
    by_real_scores: Examination | None = None

    @property
    def of_real_scores(self) -> Examination:
        """The examination in which causes are sought: no score in it stands for one that a detector did not give."""
        return self.by_real_scores or self

    @property
    def part(self) -> pl.DataFrame:
        """The video rows that comparisons rest on: all, or those of the sample where videos are very many."""
        return _part(self.counting, self.sample)

    @property
    def too_few_scores(self) -> tuple[str, ...]:
        """One sentence for each detector that has real scores for a smaller share of the videos than was asked for."""
        least = self.question.min_coverage
        return tuple(
            f"{d.name} has real scores for {d.coverage.scored:,} of {d.coverage.videos:,} videos "
            f"({100 * d.coverage.share:.4g} %), less than {option('min_coverage', f'{least:g}')} asks for"
            for d in self.detectors
            if d.coverage is not None and d.coverage.share < least
        )

    @property
    def scored(self) -> tuple[DetectorExamination, ...]:
        """The detectors that scored at least one video."""
        return tuple(d for d in self.detectors if d.performance is not None)


def examine(
    tables: Mapping[str, pl.DataFrame], question: Question = Question(), say: Callable[[str], None] = lambda _: None
) -> Examination:
    """Examine footage and detectors; a pure function of the tables.

    Args:
        tables: the tables of a run.
        question: how scores are read.
        say: called with every step that takes long where scores are many, before it begins.
    """
    tables = {**tables, "videos": with_stated(tables["videos"], tables.get("properties"))}
    every = tables
    choice = choose_split(tables["videos"], question.split)
    tables = tables_of(tables, choice)
    say(f"examining {tables['scores'].height:,} scores of {tables['videos'].height:,} videos")
    footage = examine_footage(tables["videos"], tables.get("clips"), tables["scores"])
    units = only_probabilities(tables["scores"])
    real = real_scores(units, tables["videos"], question.aggregation)
    rows, others = real.rows, real.rows.clear()
    if choice is not None:
        # What splits share is only seen with all of them.
        footage = replace(footage, leaks=leaks(every["videos"]))
        others = _of_other_splits(every, tables["videos"], question)
        both = pl.concat([rows, others])
        choice = replace(choice, optimism=optimism(both, choice), selection=optimism(both, choice, "val"))
    sample = sampled(tables["videos"])
    shared = SharedFacts(
        footage=footage,
        videos=tables["videos"],
        indicators=indicator_means(tables),
        threshold=question.threshold,
        detectors=tables["detectors"].height,
        described=with_properties(tables["videos"], tables.get("clips")),
        truth=tables.get("truth"),
        aggregation=question.aggregation,
        prevalence=question.prevalence,
        cost=question.cost,
    )
    part = _part(rows, sample)
    detectors = tuple(
        examine_detector(
            row,
            shared,
            scores=units.filter(pl.col("detector") == row["detector"]),
            rows=rows.filter(pl.col("detector") == row["detector"]),
            part=part.filter(pl.col("detector") == row["detector"]),
            filled_in=real.filled_in.get(str(row["detector"])),
        )
        for row in tables["detectors"].iter_rows(named=True)
    )
    grounds = {
        d.name: examine_specialist(
            d, indicators=shared.indicators, footage=footage, tables=tables, threshold=question.threshold, sample=sample
        )
        for d in detectors
    }
    say("comparing ways to combine the detectors")
    answered = Examination(
        question=replace(question, missing=MISSING),
        footage=footage,
        detectors=detectors,
        scores=rows,
        counting=rows,
        indicators=shared.indicators,
        labels=examine_labels(part),
        turned=turned_sets(part),
        counted=examine_counts(tables["counts"]) if "counts" in tables else (),
        sample=sample,
        grounds={name: ground for name, ground in grounds.items() if ground is not None},
        rejected=examine_rejected(tables["rejected"]) if "rejected" in tables else None,
        split=choice,
        independence=_independence(tables["videos"], detectors, rows),
    )
    described = VideoTraits(properties=shared.properties, indicators=shared.indicators)
    answered = _side_by_side(answered, described)
    if question.missing == MISSING:
        return answered
    return _with_unscored(answered, shared, others, question)


def _independence(
    videos: pl.DataFrame, detectors: tuple[DetectorExamination, ...], rows: pl.DataFrame
) -> Independence | None:
    measured = {
        d.name: (part if d.judged_on is None else d.judged_on.of(part), d.performance)
        for d in detectors
        if d.performance is not None
        for part in [rows.filter(pl.col("detector") == d.name)]
    }
    return independence(videos, measured)


def _part(rows: pl.DataFrame, sample: pl.DataFrame | None) -> pl.DataFrame:
    return rows if sample is None else rows.join(sample, on="video", how="semi")


def _of_other_splits(every: Mapping[str, pl.DataFrame], judged: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The video rows of the videos that are not judged."""
    units = only_probabilities(every["scores"]).join(judged, on="video", how="anti")
    videos = every["videos"].join(judged, on="video", how="anti")
    return real_scores(units, videos, question.aggregation).rows


def _side_by_side(examined: Examination, described: VideoTraits) -> Examination:
    """The examination with what rests on the rows of several detectors."""
    part = _part(examined.counting, examined.sample)
    able = [d.name for d in examined.scored]
    comparisons = compare_all(part.filter(pl.col("detector").is_in(able)), examined.question.threshold)
    best, worst = best_and_worst(examined.detectors, comparisons)
    question = examined.question
    ensembles = examine_ensembles(
        part, examined.detectors, examined.footage, described, prevalence=question.prevalence, cost=question.cost
    )
    return replace(examined, comparisons=comparisons, best=best, worst=worst, ensembles=ensembles)


def _with_unscored(answered: Examination, shared: SharedFacts, others: pl.DataFrame, question: Question) -> Examination:
    """The same with a score for each video without a real one, wherever detectors are measured or compared.

    Args:
        answered: the examination by real scores.
        shared: what every detector was examined with.
        others: video rows of the splits that are not judged.
        question: what such a video counts as.
    """
    rows = counting_rows(answered.scores, question.missing)
    part = _part(rows, answered.sample)
    split = answered.split
    if split is not None:
        both = pl.concat([rows, counting_rows(others, question.missing)])
        split = replace(split, optimism=optimism(both, split), selection=optimism(both, split, "val"))
    detectors = tuple(
        count_unscored(
            d,
            shared,
            rows=rows.filter(pl.col("detector") == d.name),
            part=part.filter(pl.col("detector") == d.name),
            counted=question.missing,
        )
        for d in answered.detectors
    )
    counted = replace(
        answered,
        question=question,
        detectors=detectors,
        counting=rows,
        split=split,
        independence=_independence(shared.videos, detectors, rows),
        by_real_scores=answered,
    )
    return _side_by_side(counted, VideoTraits(properties=shared.properties, indicators=shared.indicators))
