"""``{domain}_model_detailed_analysis.json``: everything about the specialist of one domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, cast

import polars as pl

from touchstone.conclusions.examination import (
    Assessment,
    DetectorExamination,
    Measurement,
    ScoreFacts,
    SpecialistExamination,
)
from touchstone.conclusions.metrics import Estimate, GroupGap, Slice
from touchstone.conclusions.prescription import Advice, DetectorPrescription, Priority

from .base import Artefact
from .counts import Tally
from .indicators import IndicatorSummary, summarise
from .material import Material, model_name
from .metrics import Metrics
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """What the detector is.

    Attributes:
        name: its name for readers.
        detector: its name in this run.
        domain: bg, av, cm, rr, ll or tm; ``None`` for a detector of no domain.
        specialization: what it specialises in.
        architecture: its network.
        specialist_components: branches of the specialist's module, in order.
        component_channels: branch → number of its channels.
        expected_strengths: what a specialist of its domain should be good at.
        kind: what kind of detector it is.
        path: its file.
        sha256: hash of that file.
        layout: layout of its weights.
        parameters: number of its parameters.
        loaded: whether it could be loaded.
        reason: why it was not loaded.
        missing_keys: tensors that its file lacks.
        unexpected_keys: tensors in its file that its network does not have.
        input: preprocessing contract, JSON.
        output: output contract, JSON.
        expects: what it claims to use: time, audio.
    """

    name: str
    detector: str
    domain: str | None
    specialization: str | None
    architecture: str | None
    specialist_components: tuple[str, ...]
    component_channels: dict[str, int]
    expected_strengths: tuple[str, ...]
    kind: str
    path: str | None
    sha256: str | None
    layout: str | None
    parameters: int | None
    loaded: bool
    reason: str | None
    missing_keys: tuple[str, ...]
    unexpected_keys: tuple[str, ...]
    input: str | None
    output: str | None
    expects: tuple[str, ...]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations:
    """What is advised, sorted into lists; ``advice`` holds each item with its evidence.

    Attributes:
        priority: how urgent it is.
        priority_reason: the number or finding that decided the priority.
        training_focus: what to train.
        dataset_needs: what footage to collect.
        architecture_improvements: what to change in the network.
        data_augmentation: how to augment the footage that it is trained on.
        advice: all of it, with evidence.
    """

    priority: Priority
    priority_reason: str
    training_focus: tuple[str, ...]
    dataset_needs: tuple[str, ...]
    architecture_improvements: tuple[str, ...]
    data_augmentation: tuple[str, ...]
    advice: tuple[Advice, ...]

    @classmethod
    def of(cls, advised: DetectorPrescription) -> Self:
        """The prescription of one detector."""
        return cls(
            priority=advised.priority,
            priority_reason=advised.priority_reason,
            training_focus=advised.texts("training_focus"),
            dataset_needs=advised.texts("primary_datasets", "additional_datasets", "specific_needs", "data_balance"),
            architecture_improvements=advised.texts("architecture"),
            data_augmentation=advised.texts("augmentation"),
            advice=advised.advice,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionConsistency:
    """How far the frames of one video agree: 1 − variance of their scores.

    Attributes:
        mean: over the videos with two scored frames or more.
        q1: first quartile over them.
        median: median over them.
        q3: third quartile over them.
        least_consistent: five videos whose frames disagree most.
    """

    mean: Estimate
    q1: float | None
    median: float | None
    q3: float | None
    least_consistent: tuple[SampleResult, ...]

    @classmethod
    def of(cls, detector: DetectorExamination, rows: pl.DataFrame, threshold: float) -> Self | None:
        """Over the videos with two scored frames or more; ``None`` where there is none."""
        several = rows.filter(pl.col("consistency").is_not_null()).sort("consistency", "video")
        if detector.performance is None or not several.height:
            return None
        q1, median, q3 = (several["consistency"].quantile(q, "linear") for q in (0.25, 0.5, 0.75))
        worst = tuple(sample(row, threshold) for row in several.head(5).iter_rows(named=True))
        return cls(mean=detector.performance.consistency, q1=q1, median=median, q3=q3, least_consistent=worst)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorDetail:
    """Everything about one detector.

    Attributes:
        model_info: what it is.
        test_summary: videos behind its numbers.
        assessment: what the footage supports about it.
        metrics: every number with its interval; ``None`` where it scored nothing.
        score_facts: filled-in scores, calibration, transfer between data sets; ``None`` where it scored nothing.
        recommendations: what is advised.
        slices: by method, data set, source and the domain's indicators.
        gaps: the worst group of each property of the videos in each measure, the surest first.
        parts: performance by every group of these properties.
        specialization_metrics: the guide's metrics of the domain, each with how it was measured; empty where it scored nothing.
        ground: the specialist on its own ground: along indicators, what the footage can show, planted defects; ``None`` where
            it scored nothing.
        prediction_consistency: how far its frames agree; ``None`` where no video has two frames.
        indicator_summary: the domain's indicators by label.
        worst_errors: wrongly called videos, the most wrong first.
        failed_videos: videos without a score, at most 2,000; test_summary counts all, per_video_scores.csv names all.
        sample_results: single videos.
        sample_note: which videos are listed; ``None`` where all are.
    """

    model_info: ModelInfo
    test_summary: Tally
    assessment: Assessment
    metrics: Metrics | None
    score_facts: ScoreFacts | None
    recommendations: Recommendations
    slices: tuple[Slice, ...]
    gaps: tuple[GroupGap, ...]
    parts: tuple[Slice, ...]
    specialization_metrics: dict[str, Measurement]
    ground: SpecialistExamination | None
    prediction_consistency: PredictionConsistency | None
    indicator_summary: tuple[IndicatorSummary, ...]
    worst_errors: tuple[SampleResult, ...]
    failed_videos: tuple[FailedVideo, ...]
    sample_results: tuple[DetailedSample, ...]
    sample_note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailedAnalysis(Artefact):
    """The detailed file of a domain: its first detector, and any other detectors of the same domain.

    Attributes:
        detail: everything about the first detector of the domain.
        other_detectors: further detectors of the domain, in table order.
    """

    detail: DetectorDetail
    other_detectors: tuple[DetectorDetail, ...]


def detailed_analyses(material: Material) -> dict[str, DetailedAnalysis]:
    """Domain → file, for each domain that has a detector in the run."""
    by_domain: dict[str, list[DetectorDetail]] = {}
    for detector in material.examined.detectors:
        if detector.domain is not None:
            by_domain.setdefault(detector.domain.key, []).append(_detail(detector, material))
    return {
        domain: DetailedAnalysis(run=material.provenance, detail=details[0], other_detectors=tuple(details[1:]))
        for domain, details in by_domain.items()
    }


def _detail(detector: DetectorExamination, material: Material) -> DetectorDetail:
    rows = material.rows_of(detector.name)
    threshold = material.examined.question.threshold
    listed, note = chosen(rows)
    names = detector.domain.indicators if detector.domain else ()
    indicators, tables = material.examined.indicators, material.tables
    wrong = wrongness(rows).filter(~pl.col("correct")).head(WORST)
    ground = material.examined.grounds.get(detector.name)
    return DetectorDetail(
        model_info=ModelInfo.of(detector),
        test_summary=Tally.of(rows),
        assessment=detector.assessment,
        metrics=Metrics.of(detector, material.examined.independence),
        score_facts=detector.facts,
        recommendations=Recommendations.of(material.advice_for(detector.name)),
        slices=detector.slices,
        gaps=detector.gaps,
        parts=detector.parts,
        specialization_metrics={m.key: m for m in ground.measures} if ground else {},
        ground=ground,
        prediction_consistency=PredictionConsistency.of(detector, rows, threshold),
        indicator_summary=summarise(names, indicators, tables["videos"], tables["frames"]),
        worst_errors=tuple(sample(row, threshold) for row in wrong.iter_rows(named=True)),
        failed_videos=failures(rows),
        sample_results=detailed_samples(listed, material.scores_of(detector.name), indicators, names, threshold),
        sample_note=note,
    )
