"""``comprehensive_model_analysis.json``: all detectors beside each other, each under its own name."""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, Field

from touchstone.conclusions.examination import DetectorExamination
from touchstone.conclusions.metrics import Comparison
from touchstone.conclusions.prescription import DetectorPrescription, Priority

from .base import Artefact, Contrast, Part, Provenance
from .counts import PlainSummary
from .facts import ScoreFactsResult
from .material import Material, model_name, said
from .metrics import Judgement, Metrics
from .performers import Performer, performers
from .samples import SampleResult, chosen, sample


class DatasetRecommendations(Part):
    """What footage is asked for."""

    primary_datasets: tuple[str, ...]
    additional_datasets: tuple[str, ...]
    specific_needs: tuple[str, ...]
    data_balance: tuple[str, ...]


class ModelRecommendations(Part):
    """What is advised for one detector; the detailed file holds the evidence of each."""

    current_performance: float | None = Field(description="accuracy at the threshold of the run")
    performance_assessment: str = Field(description="what the footage supports about it, with its numbers")
    priority: Priority
    priority_reason: str
    training_recommendations: tuple[str, ...]
    dataset_recommendations: DatasetRecommendations
    architecture_recommendations: tuple[str, ...]
    augmentation_recommendations: tuple[str, ...]

    @classmethod
    def of(cls, detector: DetectorExamination, advised: DetectorPrescription) -> Self:
        """The prescription of one detector, in the words that readers know."""
        return cls(
            current_performance=detector.overall.accuracy.value if detector.overall else None,
            performance_assessment=said(detector.assessment),
            priority=advised.priority,
            priority_reason=advised.priority_reason,
            training_recommendations=tuple(advised.texts("training_focus")),
            dataset_recommendations=DatasetRecommendations(
                primary_datasets=tuple(advised.texts("primary_datasets")),
                additional_datasets=tuple(advised.texts("additional_datasets")),
                specific_needs=tuple(advised.texts("specific_needs")),
                data_balance=tuple(advised.texts("data_balance")),
            ),
            architecture_recommendations=tuple(advised.texts("architecture")),
            augmentation_recommendations=tuple(advised.texts("augmentation")),
        )


class ModelAnalysis(Part):
    """One detector."""

    model_name: str
    detector: str
    domain: str | None
    specialization: str | None
    summary: PlainSummary
    assessment: Judgement
    metrics: Metrics | None = Field(description="every number with its interval; null where it scored nothing")
    score_facts: ScoreFactsResult | None = Field(
        description="filled-in scores, calibration, transfer between data sets; null where it scored nothing"
    )
    recommendations: ModelRecommendations
    sample_results: tuple[SampleResult, ...]
    sample_note: str | None = Field(description="which videos are listed where not all are")


class PairedComparison(Part):
    """Two detectors on the videos that both scored; differences are first − second."""

    first: str
    second: str
    n: int
    only_first: int
    only_second: int
    accuracy: Contrast
    auc: Contrast

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """The comparison, as an artefact holds it."""
        return cls(
            first=comparison.first,
            second=comparison.second,
            n=comparison.n,
            only_first=comparison.only_first,
            only_second=comparison.only_second,
            accuracy=Contrast.of(comparison.accuracy),
            auc=Contrast.of(comparison.auc),
        )


class ComprehensiveAnalysis(Artefact):
    """All detectors. Beside the keys named here, each detector stands under its own name."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    __pydantic_extra__: dict[str, ModelAnalysis]  # pyright: ignore[reportIncompatibleVariableOverride]

    best_performer: Performer | None = Field(description="highest accuracy; null where no two detectors differ")
    worst_performer: Performer | None = Field(description="lowest accuracy; null where no two detectors differ")
    models: dict[str, str] = Field(description="name of each detector → key under which it stands in this file")
    comparisons: tuple[PairedComparison, ...] = Field(description="every pair that scored, corrected by Holm")


def comprehensive(material: Material) -> ComprehensiveAnalysis:
    """Compare all detectors of the run."""
    best, worst = performers(material.examined)
    keys = {d.name: _key(d.name) for d in material.examined.detectors}
    models = {keys[d.name]: _model(d, material) for d in material.examined.detectors}
    return ComprehensiveAnalysis.model_validate(
        {
            "run": Provenance.of(material.run, material.examined.question),
            "best_performer": best,
            "worst_performer": worst,
            "models": keys,
            "comparisons": tuple(PairedComparison.of(c) for c in material.examined.comparisons),
            **models,
        }
    )


def _key(name: str) -> str:
    """Its own name, unless that is one of the file's own keys."""
    return f"detector {name}" if name in ComprehensiveAnalysis.model_fields else name


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
        assessment=Judgement.of(detector.assessment),
        metrics=Metrics.of(detector),
        score_facts=ScoreFactsResult.of(detector.facts) if detector.facts else None,
        recommendations=ModelRecommendations.of(detector, material.advice_for(detector.name)),
        sample_results=tuple(sample(row, threshold) for row in listed.iter_rows(named=True)),
        sample_note=note,
    )
