"""Tables in, examination out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from touchstone.conclusions.metrics import Aggregation, Comparison, compare_all, video_scores
from touchstone.vocabulary.allowed import check_options
from touchstone.vocabulary.defaults import AGGREGATION, THRESHOLD, JudgedSplit

from .counts import CountedFile, examine_counts
from .detector import DetectorExamination, examine_detector, indicator_means
from .ensemble import Ensembles, examine_ensembles
from .footage import FootageExamination, examine_footage
from .labels import LabelExamination, examine_labels
from .leakage import leaks
from .performers import Performer, best_and_worst
from .properties import with_properties, with_stated
from .rejected import RejectedRows, examine_rejected
from .sampling import sampled
from .specialists import SpecialistExamination, examine_specialist
from .splits import SplitChoice, choose_split, optimism, tables_of
from .validity import only_probabilities


@dataclass(frozen=True, slots=True)
class Question:
    """How scores are read.

    Attributes:
        threshold: P(fake) from which on a video counts as fake, in [0, 1].
        aggregation: how the scores of a video's units become one.
        split: the split that is judged, ``test``, ``val`` or ``train``; ``all`` pools them; ``None`` takes test, then val.

    Raises:
        UsageError: a value is not one that :mod:`touchstone.vocabulary.allowed` names.
    """

    threshold: float = THRESHOLD
    aggregation: Aggregation = AGGREGATION
    split: JudgedSplit | None = None

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
        scores: the video rows of all detectors.
        indicators: one row per readable video with its numeric indicators.
        labels: what the scores say of the labels; ``None`` where no detector separates fake from real clearly enough.
        counted: detectors of which only counts of right decisions are known, by the file that holds them.
        sample: keys of the videos on which comparisons, parts, rankings inside sources and thresholds rest where there are
            more than ``MOST``; ``None`` where they rest on all.
        grounds: detector → its examination on its own ground, for the specialists that scored.
        best: the detector with the highest accuracy; ``None`` where no two differ.
        worst: the detector with the lowest accuracy; ``None`` where no two differ.
        ensembles: the detectors together: all that scored, those that separate fake from real, those that do no harm.
        rejected: rows of score files that contradict each other; ``None`` where none do.
        split: the part of the videos that all this rests on; ``None`` where it is all of them.
    """

    question: Question = Question()
    footage: FootageExamination
    detectors: tuple[DetectorExamination, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    scores: pl.DataFrame = field(default_factory=pl.DataFrame)
    indicators: pl.DataFrame = field(default_factory=pl.DataFrame)
    labels: LabelExamination | None = None
    counted: tuple[CountedFile, ...] = ()
    sample: pl.DataFrame | None = None
    grounds: Mapping[str, SpecialistExamination] = field(default_factory=dict[str, SpecialistExamination])
    best: Performer | None = None
    worst: Performer | None = None
    ensembles: Ensembles = field(default_factory=Ensembles)
    rejected: RejectedRows | None = None
    split: SplitChoice | None = None

    @property
    def part(self) -> pl.DataFrame:
        """The video rows that comparisons rest on: all, or those of the sample where videos are very many."""
        return self.scores if self.sample is None else self.scores.join(self.sample, on="video", how="semi")

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
    if choice is not None:
        # What splits share is only seen with all of them.
        footage = replace(footage, leaks=leaks(every["videos"]))
        rows = video_scores(only_probabilities(every["scores"]), every["videos"], question.aggregation)
        choice = replace(choice, optimism=optimism(rows, choice))
    units = only_probabilities(tables["scores"])
    scores = video_scores(units, tables["videos"], question.aggregation)
    indicators = indicator_means(tables)
    described = with_properties(tables["videos"], tables.get("clips"))
    sample = sampled(tables["videos"])
    part = scores if sample is None else scores.join(sample, on="video", how="semi")
    detectors = tuple(
        examine_detector(
            row,
            scores=units.filter(pl.col("detector") == row["detector"]),
            rows=scores.filter(pl.col("detector") == row["detector"]),
            part=part.filter(pl.col("detector") == row["detector"]),
            footage=footage,
            videos=tables["videos"],
            indicators=indicators,
            threshold=question.threshold,
            described=described,
            truth=tables.get("truth"),
            aggregation=question.aggregation,
        )
        for row in tables["detectors"].iter_rows(named=True)
    )
    able = [d.name for d in detectors if d.performance is not None]
    comparisons = compare_all(part.filter(pl.col("detector").is_in(able)), question.threshold)
    grounds = {
        d.name: examine_specialist(
            d, indicators=indicators, footage=footage, tables=tables, threshold=question.threshold, sample=sample
        )
        for d in detectors
    }
    best, worst = best_and_worst(detectors, comparisons)
    say("comparing ways to combine the detectors")
    ensembles = examine_ensembles(part, detectors, footage)
    return Examination(
        question=question,
        footage=footage,
        detectors=detectors,
        comparisons=comparisons,
        scores=scores,
        indicators=indicators,
        labels=examine_labels(part),
        counted=examine_counts(tables["counts"]) if "counts" in tables else (),
        sample=sample,
        grounds={name: ground for name, ground in grounds.items() if ground is not None},
        best=best,
        worst=worst,
        ensembles=ensembles,
        rejected=examine_rejected(tables["rejected"]) if "rejected" in tables else None,
        split=choice,
    )
