"""``{domain}_model_detailed_analysis.json``: everything about the specialist of one domain."""

from __future__ import annotations

from typing import Any, Self, cast

import polars as pl
from pydantic import Field

from touchstone.conclusions.examination import DetectorExamination
from touchstone.conclusions.prescription import Advice, DetectorPrescription, Priority

from .base import Artefact, Measured, Part, Provenance
from .counts import Tally
from .facts import ScoreFactsResult
from .ground import GroundResult, SpecializationMetric
from .indicators import IndicatorSummary, summarise
from .material import Material, model_name
from .metrics import Judgement, Metrics
from .samples import (
    WORST,
    DetailedSample,
    FailedVideo,
    SampleResult,
    chosen,
    detailed_samples,
    failures,
    sample,
    wrongness,
)
from .slices import SliceResult


class ModelInfo(Part):
    """What the detector is."""

    name: str = Field(description="what people call it")
    detector: str = Field(description="its name in this run")
    domain: str | None = Field(description="bg, av, cm, rr, ll or tm")
    specialization: str | None
    architecture: str | None
    specialist_components: tuple[str, ...] = Field(description="branches of the specialist's module, in order")
    component_channels: dict[str, int]
    expected_strengths: tuple[str, ...]
    kind: str
    path: str | None
    sha256: str | None
    layout: str | None
    parameters: int | None
    loaded: bool
    reason: str | None = Field(description="why it was not loaded")
    missing_keys: tuple[str, ...]
    unexpected_keys: tuple[str, ...]
    input: str | None = Field(description="preprocessing contract, JSON")
    output: str | None = Field(description="output contract, JSON")
    expects: tuple[str, ...] = Field(description="what it claims to use: time, audio")

    @classmethod
    def of(cls, detector: DetectorExamination) -> Self:
        """From its row of the ``detectors`` table and its domain."""
        row = cast(dict[str, Any], detector.row)
        domain = detector.domain
        return cls(
            name=model_name(detector),
            detector=detector.name,
            domain=domain.key if domain else None,
            specialization=domain.specialization if domain else None,
            specialist_components=tuple(name for name, _ in domain.components) if domain else (),
            component_channels=dict(domain.components) if domain else {},
            expected_strengths=domain.strengths if domain else (),
            loaded=row["status"] == "ok",
            missing_keys=tuple(row["missing_keys"] or ()),
            unexpected_keys=tuple(row["unexpected_keys"] or ()),
            expects=tuple(row["expects"] or ()),
            **{name: row[name] for name in _COPIED},
        )


_COPIED = ("architecture", "kind", "path", "sha256", "layout", "parameters", "reason", "input", "output")


class Recommendations(Part):
    """What is advised, sorted into the lists that readers know; ``advice`` holds each with its evidence."""

    priority: Priority
    priority_reason: str = Field(description="which number or finding decided it")
    training_focus: tuple[str, ...]
    dataset_needs: tuple[str, ...]
    architecture_improvements: tuple[str, ...]
    data_augmentation: tuple[str, ...]
    advice: tuple[Advice, ...]

    @classmethod
    def of(cls, advised: DetectorPrescription) -> Self:
        """The prescription of one detector."""
        datasets = ("primary_datasets", "additional_datasets", "specific_needs", "data_balance")
        return cls(
            priority=advised.priority,
            priority_reason=advised.priority_reason,
            training_focus=tuple(advised.texts("training_focus")),
            dataset_needs=tuple(text for topic in datasets for text in advised.texts(topic)),
            architecture_improvements=tuple(advised.texts("architecture")),
            data_augmentation=tuple(advised.texts("augmentation")),
            advice=advised.advice,
        )


class PredictionConsistency(Part):
    """How far the frames of one video agree: 1 − variance of their scores."""

    mean: Measured
    q1: float | None
    median: float | None
    q3: float | None
    least_consistent: tuple[SampleResult, ...] = Field(description="five videos whose frames disagree most")

    @classmethod
    def of(cls, detector: DetectorExamination, rows: pl.DataFrame, threshold: float) -> Self | None:
        """Over the videos with two scored frames or more; ``None`` where there is none."""
        known = rows.filter(pl.col("consistency").is_not_null()).sort("consistency", "video")
        if detector.performance is None or not known.height:
            return None
        q1, median, q3 = (known["consistency"].quantile(q, "linear") for q in (0.25, 0.5, 0.75))
        worst = tuple(sample(row, threshold) for row in known.head(5).iter_rows(named=True))
        mean = Measured.of(detector.performance.consistency)
        return cls(mean=mean, q1=q1, median=median, q3=q3, least_consistent=worst)


class DetectorDetail(Part):
    """Everything about one detector."""

    model_info: ModelInfo
    test_summary: Tally
    assessment: Judgement
    metrics: Metrics | None = Field(description="null where it scored nothing")
    score_facts: ScoreFactsResult | None = Field(
        description="filled-in scores, calibration, transfer between data sets; null where it scored nothing"
    )
    recommendations: Recommendations
    slices: tuple[SliceResult, ...] = Field(description="by method, data set, source and the domain's indicators")
    specialization_metrics: dict[str, SpecializationMetric] = Field(
        description="the guide's metrics of the domain, each by what is measured; empty where it scored nothing"
    )
    ground: GroundResult | None = Field(
        description="the specialist on its own ground: along indicators, what the footage can tell, planted defects; null where "
        "it scored nothing"
    )
    prediction_consistency: PredictionConsistency | None = Field(description="null where no video has two frames")
    indicator_summary: tuple[IndicatorSummary, ...] = Field(description="the domain's indicators by label")
    worst_errors: tuple[SampleResult, ...] = Field(description="wrongly called videos, the most wrong first")
    failed_videos: tuple[FailedVideo, ...] = Field(
        description="videos without a score, at most 2,000; test_summary counts all, per_video_scores.csv names all"
    )
    sample_results: tuple[DetailedSample, ...]
    sample_note: str | None = Field(description="which videos are listed where not all are")


class DetailedAnalysis(Artefact, DetectorDetail):
    """The detailed file of a domain: its first detector, and any others for the same domain beside it."""

    other_detectors: tuple[DetectorDetail, ...] = Field(description="further detectors of the domain, in table order")


def detailed_analyses(material: Material) -> dict[str, DetailedAnalysis]:
    """Domain → file, for each domain that has a detector in the run."""
    by_domain: dict[str, list[DetectorExamination]] = {}
    for detector in material.examined.detectors:
        if detector.domain is not None:
            by_domain.setdefault(detector.domain.key, []).append(detector)
    run = Provenance.of(material.run, material.examined.question)
    made: dict[str, DetailedAnalysis] = {}
    for domain, detectors in by_domain.items():
        first, *others = (_detail(detector, material) for detector in detectors)
        fields = {name: getattr(first, name) for name in DetectorDetail.model_fields}
        made[domain] = DetailedAnalysis(run=run, other_detectors=tuple(others), **fields)
    return made


def _detail(detector: DetectorExamination, material: Material) -> DetectorDetail:
    rows = material.rows_of(detector.name)
    threshold = material.examined.question.threshold
    listed, note = chosen(rows)
    own = detector.domain.indicators if detector.domain else ()
    indicators, tables = material.examined.indicators, material.tables
    wrong = wrongness(rows).filter(~pl.col("correct")).head(WORST)
    ground = material.grounds.get(detector.name)
    return DetectorDetail(
        model_info=ModelInfo.of(detector),
        test_summary=Tally.of(rows),
        assessment=Judgement.of(detector.assessment),
        metrics=Metrics.of(detector),
        score_facts=ScoreFactsResult.of(detector.facts) if detector.facts else None,
        recommendations=Recommendations.of(material.advice_for(detector.name)),
        slices=tuple(SliceResult.of(part) for part in detector.slices),
        specialization_metrics={m.key: SpecializationMetric.of(m) for m in ground.measures} if ground else {},
        ground=GroundResult.of(ground) if ground else None,
        prediction_consistency=PredictionConsistency.of(detector, rows, threshold),
        indicator_summary=summarise(own, indicators, tables["videos"], tables["frames"]),
        worst_errors=tuple(sample(row, threshold) for row in wrong.iter_rows(named=True)),
        failed_videos=failures(rows),
        sample_results=detailed_samples(listed, material.scores_of(detector.name), indicators, own, threshold),
        sample_note=note,
    )
