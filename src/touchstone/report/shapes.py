"""Where a file holds something else than the fields of a result under their own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from touchstone.conclusions.examination import (
    Along,
    Association,
    CountedDetector,
    Cue,
    Duplicates,
    ErrorPair,
    LabelExamination,
    LevelResult,
    Measurement,
    MetadataClassifier,
    Missing,
    OperatingPoint,
    OwnDomain,
    Planted,
    ScoreFacts,
    SpecialistExamination,
)
from touchstone.conclusions.metrics import (
    ConfirmedSlice,
    Difference,
    Fallback,
    FittedThreshold,
    GroupGap,
    Performance,
    WithinStrata,
)
from touchstone.conclusions.prescription import EnsembleAdvice, Phase
from touchstone.vocabulary.laps import TimeSpent

from .artefacts.base import Provenance
from .artefacts.comprehensive import ComprehensiveAnalysis
from .artefacts.counts import PlainSummary
from .artefacts.detailed import DetailedAnalysis
from .artefacts.footage import LabelFacts
from .artefacts.metrics import Metrics
from .artefacts.performers import NamedPerformer
from .artefacts.plans import Ensemble
from .run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the object that is written differs from the dataclass.

    Attributes:
        without: fields that are not written.
        also: properties that are written too.
        renamed: attribute → key, where the two differ.
        beside: attributes whose keys, or entries, are put among the other keys.
        title: name of the type in the schema; that of the dataclass where ``None``.
    """

    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    beside: tuple[str, ...] = ()
    title: str | None = None


SHAPES: dict[type, Shape] = {
    Run: Shape(without=("times",)),
    TimeSpent: Shape(also=("rest", "bound")),
    Difference: Shape(renamed={"estimate": "difference"}),
    Performance: Shape(without=("detector", "threshold", "real", "fake", "calibration", "roc"), beside=("ranking",)),
    WithinStrata: Shape(without=("column", "overall", "videos")),
    FittedThreshold: Shape(
        without=("thresholds", "held_out", "standard", "called"),
        also=("balanced_accuracy", "standard_balanced_accuracy"),
    ),
    Fallback: Shape(without=("chance",)),
    GroupGap: Shape(also=("rest", "beyond_chance"), renamed={"column": "property", "name": "group"}),
    ConfirmedSlice: Shape(without=("part",), also=("column", "name", "difference"), renamed={"difference": "found"}),
    ScoreFacts: Shape(without=("joined", "turned", "lowest", "highest"), renamed={"smooth_shifted": "after_shift"}),
    OwnDomain: Shape(without=("videos",)),
    Association: Shape(renamed={"name": "property"}),
    MetadataClassifier: Shape(without=("n",), renamed={"null_high": "null_95"}),
    LabelExamination: Shape(without=("concentrated",)),
    Missing: Shape(without=("inside_sources",), renamed={"inside": "inside_sources"}),
    Cue: Shape(
        without=("within",),
        also=("follows", "auc_inside"),
        renamed={"name": "property", "contrast": "auc_for_less_against"},
    ),
    Duplicates: Shape(without=("name_examples",)),
    OperatingPoint: Shape(also=("pays",)),
    Measurement: Shape(without=("key",)),
    Along: Shape(also=("unit", "meaning")),
    SpecialistExamination: Shape(without=("domain", "measures")),
    LevelResult: Shape(without=("assessment",), also=("caveat", "word", "statement"), renamed={"word": "assessment"}),
    Planted: Shape(renamed={"own_count": "own", "other_count": "other"}),
    CountedDetector: Shape(renamed={"name": "detector"}),
    ErrorPair: Shape(without=("same",)),
    EnsembleAdvice: Shape(also=("weights",)),
    Phase: Shape(also=("sentences",), renamed={"tasks": "details", "sentences": "tasks"}),
    Provenance: Shape(beside=("run", "question")),
    Metrics: Shape(beside=("performance",)),
    PlainSummary: Shape(beside=("tally",)),
    LabelFacts: Shape(beside=("examination",)),
    ComprehensiveAnalysis: Shape(beside=("detectors",)),
    NamedPerformer: Shape(title="Performer"),
    DetailedAnalysis: Shape(beside=("detail",)),
    Ensemble: Shape(beside=("advice",)),
}
"""Type → its shape; any other type is written as it is."""
