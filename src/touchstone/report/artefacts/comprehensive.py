"""``comprehensive_model_analysis.json``: all detectors, each under its own name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from touchstone.conclusions.examination import Assessment, DetectorExamination, ScoreFacts
from touchstone.conclusions.metrics import Comparison, GroupGap, Independence, Slice
from touchstone.conclusions.prescription import DetectorPrescription, Priority

from .base import Artefact
from .counts import PlainSummary
from .material import Material, in_one_line, model_name
from .metrics import Metrics
from .performers import NamedPerformer, performers
from .samples import SampleResult, chosen, sample


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRecommendations:
    """What footage to collect.

    Attributes:
        primary_datasets: footage that is needed first.
        additional_datasets: further footage that would help.
        specific_needs: what that footage has to show.
        data_balance: how its labels and sources have to be distributed.
    """

    primary_datasets: tuple[str, ...]
    additional_datasets: tuple[str, ...]
    specific_needs: tuple[str, ...]
    data_balance: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecommendations:
    """What is advised for one detector; the detailed file holds the evidence for each item.

    Attributes:
        current_performance: accuracy at the threshold of the run; ``None`` where it scored nothing.
        performance_assessment: what the footage supports about it, with its numbers.
        priority: how urgent it is.
        priority_reason: the number or finding that decided the priority.
        training_recommendations: what to train.
        dataset_recommendations: what footage to collect.
        architecture_recommendations: what to change in the network.
        augmentation_recommendations: how to augment the footage that it is trained on.
    """

    current_performance: float | None
    performance_assessment: str
    priority: Priority
    priority_reason: str
    training_recommendations: tuple[str, ...]
    dataset_recommendations: DatasetRecommendations
    architecture_recommendations: tuple[str, ...]
    augmentation_recommendations: tuple[str, ...]

    @classmethod
    def of(cls, detector: DetectorExamination, advised: DetectorPrescription) -> Self:
        """The prescription of one detector, under the keys of this file."""
        return cls(
            current_performance=detector.overall.accuracy.value if detector.overall else None,
            performance_assessment=in_one_line(detector.assessment),
            priority=advised.priority,
            priority_reason=advised.priority_reason,
            training_recommendations=advised.texts("training_focus"),
            dataset_recommendations=DatasetRecommendations(
                primary_datasets=advised.texts("primary_datasets"),
                additional_datasets=advised.texts("additional_datasets"),
                specific_needs=advised.texts("specific_needs"),
                data_balance=advised.texts("data_balance"),
            ),
            architecture_recommendations=advised.texts("architecture"),
            augmentation_recommendations=advised.texts("augmentation"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnalysis:
    """One detector.

    Attributes:
        model_name: its name for readers.
        detector: its name in this run.
        domain: bg, av, cm, rr, ll or tm; ``None`` for a detector of no domain.
        specialization: what it specialises in.
        summary: counts and rates as plain numbers.
        assessment: what the footage supports about it.
        metrics: every number with its interval; ``None`` where it scored nothing.
        score_facts: filled-in scores, calibration, transfer between data sets; ``None`` where it scored nothing.
        gaps: the worst group of each property of the videos in each measure, the surest first.
        parts: performance by every group of these properties.
        recommendations: what is advised.
        sample_results: single videos.
        sample_note: which videos are listed; ``None`` where all are.
    """

    model_name: str
    detector: str
    domain: str | None
    specialization: str | None
    summary: PlainSummary
    assessment: Assessment
    metrics: Metrics | None
    score_facts: ScoreFacts | None
    gaps: tuple[GroupGap, ...]
    parts: tuple[Slice, ...]
    recommendations: ModelRecommendations
    sample_results: tuple[SampleResult, ...]
    sample_note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComprehensiveAnalysis(Artefact):
    """All detectors. Besides the keys named here, each detector has a key of its own name.

    Attributes:
        best_performer: highest accuracy; ``None`` where no two detectors differ.
        worst_performer: lowest accuracy; ``None`` where no two detectors differ.
        models: name of each detector → its key in this file.
        comparisons: every pair that scored, corrected by Holm.
        independence: what is assumed of the videos where no groups are known; ``None`` where they are.
        detectors: key of each detector → its analysis.
    """

    best_performer: NamedPerformer | None
    worst_performer: NamedPerformer | None
    models: dict[str, str]
    comparisons: tuple[Comparison, ...]
    independence: Independence | None
    detectors: dict[str, ModelAnalysis]


def comprehensive(material: Material) -> ComprehensiveAnalysis:
    """Compare all detectors of the run."""
    best, worst = performers(material.examined)
    keys = {d.name: _key(d.name) for d in material.examined.detectors}
    return ComprehensiveAnalysis(
        run=material.provenance,
        best_performer=best,
        worst_performer=worst,
        models=keys,
        comparisons=material.examined.comparisons,
        independence=material.examined.independence,
        detectors={keys[d.name]: _model(d, material) for d in material.examined.detectors},
    )


def _key(name: str) -> str:
    """Its own name, unless that is one of the file's own keys."""
    return f"detector {name}" if name in {field.name for field in fields(ComprehensiveAnalysis)} else name


def _model(detector: DetectorExamination, material: Material) -> ModelAnalysis:
    rows = material.rows_of(detector.name)
    listed, note = chosen(rows)
    threshold = material.examined.question.threshold
    return ModelAnalysis(
        model_name=model_name(detector),
        detector=detector.name,
        domain=detector.domain.key if detector.domain else None,
        specialization=detector.domain.specialization if detector.domain else None,
        summary=PlainSummary.of_detector(detector, rows),
        assessment=detector.assessment,
        metrics=Metrics.of(detector, material.examined.independence),
        score_facts=detector.facts,
        gaps=detector.gaps,
        parts=detector.parts,
        recommendations=ModelRecommendations.of(detector, material.advice_for(detector.name)),
        sample_results=tuple(sample(row, threshold) for row in listed.iter_rows(named=True)),
        sample_note=note,
    )
