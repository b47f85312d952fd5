"""Tables in, examination out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from touchstone.metrics import Aggregation, Comparison, compare_all, video_scores

from ._detector import DetectorExamination, examine_detector, indicator_means
from ._footage import FootageExamination, examine_footage
from ._validity import only_probabilities


@dataclass(frozen=True, slots=True)
class Question:
    """How scores are read.

    Attributes:
        threshold: P(fake) from which on a video counts as fake.
        aggregation: how the scores of a video's units become one.
    """

    threshold: float = 0.5
    aggregation: Aggregation = "mean"


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """Everything that the tables tell, before causes are sought.

    Attributes:
        question: how scores were read.
        footage: what the footage can tell at all.
        detectors: one examination each, in the order of the ``detectors`` table.
        comparisons: every pair of detectors that scored, with p values corrected by Holm.
        scores: the video rows of all detectors.
        indicators: one row per readable video with its numeric indicators.
    """

    question: Question
    footage: FootageExamination
    detectors: tuple[DetectorExamination, ...]
    comparisons: tuple[Comparison, ...]
    scores: pl.DataFrame
    indicators: pl.DataFrame

    @property
    def scored(self) -> tuple[DetectorExamination, ...]:
        """The detectors that scored at least one video."""
        return tuple(d for d in self.detectors if d.performance is not None)


def examine(tables: Mapping[str, pl.DataFrame], question: Question = Question()) -> Examination:
    """Examine footage and detectors; a pure function of the tables."""
    footage = examine_footage(tables["videos"])
    units = only_probabilities(tables["scores"])
    scores = video_scores(units, tables["videos"], question.aggregation)
    indicators = indicator_means(tables)
    detectors = tuple(
        examine_detector(
            row,
            units.filter(pl.col("detector") == row["detector"]),
            scores.filter(pl.col("detector") == row["detector"]),
            footage,
            tables["videos"],
            indicators,
            question.threshold,
            question.aggregation,
        )
        for row in tables["detectors"].iter_rows(named=True)
    )
    able = [d.name for d in detectors if d.performance is not None]
    comparisons = compare_all(scores.filter(pl.col("detector").is_in(able)), question.threshold)
    return Examination(question, footage, detectors, comparisons, scores, indicators)
