"""All numbers of one detector."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field

from touchstone.conclusions.examination import Assessment, DetectorExamination, OwnDomain
from touchstone.conclusions.metrics import Calibration, FittedThreshold, Performance, WithinStrata

from .base import Contrast, Measured, Part, finite


class Judgement(Part):
    """What the footage supports about a detector."""

    word: str = Field(description="ranks, below chance, no signal, cannot tell, not scored or not loaded")
    statement: str = Field(description="the same as a sentence with its numbers")
    auc: Measured | None = Field(description="the estimate that decided, where there is one")

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        """The examination's assessment."""
        auc = Measured.of(assessment.auc) if assessment.auc else None
        return cls(word=assessment.word, statement=assessment.statement, auc=auc)


class Decided(Part):
    """Videos by label and decision."""

    true_fakes: int
    missed_fakes: int
    true_reals: int
    false_alarms: int


class ReliabilityPoint(Part):
    """One bin of the reliability curve."""

    count: int
    mean_p: float
    fake_share: float


class CalibrationResult(Part):
    """Calibration error, and what it would be by chance alone."""

    error: Measured
    bins: int
    null_mean: float | None = Field(description="mean error of a perfectly calibrated detector with these scores")
    null_high: float | None = Field(description="95 % quantile of the same")
    p_value: float | None = Field(description="share of perfectly calibrated detectors with an error at least as large")
    curve: tuple[ReliabilityPoint, ...]

    @classmethod
    def of(cls, calibration: Calibration) -> Self:
        """The calibration, as an artefact holds it."""
        curve = calibration.curve
        return cls(
            error=Measured.of(calibration.error),
            bins=calibration.bins,
            null_mean=finite(calibration.null_mean),
            null_high=finite(calibration.null_high),
            p_value=finite(calibration.p_value),
            curve=tuple(
                ReliabilityPoint(count=count, mean_p=said, fake_share=so)
                for count, said, so in zip(curve.count, curve.mean_p, curve.fake_share, strict=True)
            ),
        )


class Within(Part):
    """Ranking inside sources that hold both labels."""

    auc: Measured
    drop: Contrast = Field(description="overall AUC less this one: what the sources themselves contribute")
    strata: int = Field(description="sources that hold both labels")
    strata_of_one_label: int
    pairs: int = Field(description="real–fake pairs inside sources")

    @classmethod
    def of(cls, within: WithinStrata) -> Self:
        """The ranking inside sources, as an artefact holds it."""
        return cls(
            auc=Measured.of(within.auc),
            drop=Contrast.of(within.drop),
            strata=within.strata,
            strata_of_one_label=within.strata_of_one_label,
            pairs=within.pairs,
        )


class Fitted(Part):
    """A threshold fitted on some groups and judged on others."""

    threshold: float = Field(description="fitted on all videos")
    spread: float = Field(description="standard deviation of the thresholds of the folds")
    folds: int
    balanced_accuracy: Measured = Field(description="held out: every group judged by a threshold that did not see it")
    standard_balanced_accuracy: Measured = Field(description="the same videos at the threshold of the run")

    @classmethod
    def of(cls, fitted: FittedThreshold) -> Self:
        """The fitted threshold, as an artefact holds it."""
        return cls(
            threshold=fitted.threshold,
            spread=fitted.spread,
            folds=fitted.folds,
            balanced_accuracy=Measured.of(fitted.held_out.balanced_accuracy),
            standard_balanced_accuracy=Measured.of(fitted.standard.balanced_accuracy),
        )


class Numbers(Part):
    """Rates and scores over some videos, each with its interval; only scored videos enter."""

    accuracy: Measured
    real_accuracy: Measured
    fake_accuracy: Measured
    bias: Measured = Field(description="real accuracy − fake accuracy; positive means that fakes pass as real")
    balanced_accuracy: Measured
    f1: Measured
    mcc: Measured
    confidence: Measured
    confidence_sd: Measured
    consistency: Measured
    auc: Measured
    average_precision: Measured
    eer: Measured
    tpr_at_1_fpr: Measured
    tpr_at_5_fpr: Measured
    log_loss: Measured
    brier: Measured
    decisions: Decided

    @classmethod
    def of_performance(cls, performance: Performance) -> Self:
        """The numbers, as an artefact holds them."""
        return cls(**_numbers(performance))


class JudgedOn(Part):
    """What a specialist is judged on where the defects of the footage are known, and how it does on everything."""

    real: int = Field(description="scored real videos")
    fake: int = Field(description="scored fakes with a defect of its domain, or with none that is known")
    left_out: int = Field(description="scored fakes with known defects of other domains alone")
    overall: Numbers = Field(description="the same numbers over all videos")

    @classmethod
    def of(cls, own: OwnDomain) -> Self:
        """The part of the footage that counts."""
        return cls(real=own.real, fake=own.fake, left_out=own.left_out, overall=Numbers.of_performance(own.overall))


class Metrics(Numbers):
    """Every number of one detector, on the videos that it is judged on."""

    calibration: CalibrationResult
    within_sources: Within | None = Field(description="null where the footage names no sources")
    fitted_threshold: Fitted | None = Field(description="null where no threshold could be held out")
    judged_on: JudgedOn | None = Field(description="null where it is judged on all videos")

    @classmethod
    def of(cls, detector: DetectorExamination) -> Self | None:
        """The numbers of a detector that scored; ``None`` of one that did not."""
        if detector.performance is None:
            return None
        return cls(
            **_numbers(detector.performance),
            calibration=CalibrationResult.of(detector.performance.calibration),
            within_sources=Within.of(detector.within) if detector.within else None,
            fitted_threshold=Fitted.of(detector.threshold) if detector.threshold else None,
            judged_on=JudgedOn.of(detector.own) if detector.own else None,
        )


_RANKING = ("auc", "average_precision", "eer", "tpr_at_1_fpr", "tpr_at_5_fpr")
_PLAIN = (
    "accuracy", "real_accuracy", "fake_accuracy", "bias", "balanced_accuracy", "f1", "mcc", "confidence",
    "confidence_sd", "consistency", "log_loss", "brier",
)  # fmt: skip


def _numbers(performance: Performance) -> dict[str, Any]:
    plain = {name: Measured.of(getattr(performance, name)) for name in _PLAIN}
    ranking = {name: Measured.of(getattr(performance.ranking, name)) for name in _RANKING}
    return {**plain, **ranking, "decisions": _decided(performance)}


def _decided(performance: Performance) -> Decided:
    return Decided(
        true_fakes=performance.true_fakes,
        missed_fakes=performance.missed_fakes,
        true_reals=performance.true_reals,
        false_alarms=performance.false_alarms,
    )
