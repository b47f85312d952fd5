"""What the scores of a detector tell beyond how good they are, as the artefacts hold it."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from touchstone.conclusions.examination import ScoreFacts
from touchstone.conclusions.metrics import (
    ConfirmedSlice,
    Fallback,
    Recalibration,
    SmoothCalibration,
    Stability,
    Transfer,
    TransferCell,
    TransferPart,
)

from .base import Contrast, Measured, Part, finite


class FilledIn(Part):
    """One exact score that stands for videos that were not judged."""

    score: float = Field(description="the exact score")
    units: int = Field(description="units that have it")
    of_units: int = Field(description="units that were scored")
    videos: int = Field(description="videos of which every unit has it")
    nearest: int = Field(description="most units that any of the ten nearest other scores holds")
    real_share: Measured = Field(description="share of real videos that have nothing else")
    fake_share: Measured = Field(description="the same of fake videos")
    indicator_auc: Measured = Field(description="AUC of the value alone: away from 0.5 it gives the label away")
    auc: Measured = Field(description="AUC with it")
    auc_without: Measured = Field(description="AUC without it")

    @classmethod
    def of(cls, found: Fallback) -> Self:
        """The value, as an artefact holds it."""
        return cls(
            score=found.value,
            units=found.units,
            of_units=found.of_units,
            videos=found.videos,
            nearest=found.nearest,
            real_share=Measured.of(found.real_share),
            fake_share=Measured.of(found.fake_share),
            indicator_auc=Measured.of(found.indicator),
            auc=Measured.of(found.auc),
            auc_without=Measured.of(found.auc_without),
        )


class SmoothCalibrationResult(Part):
    """Calibration error without bins (Błasiok & Nakkiran 2023), and what it would be by chance."""

    error: Measured
    null_mean: float | None = Field(description="mean error of a perfectly calibrated detector with these scores")
    null_high: float | None = Field(description="95 % quantile of the same")
    p_value: float | None = Field(description="share of perfectly calibrated detectors with an error at least as large")
    null_method: str

    @classmethod
    def of(cls, said: SmoothCalibration) -> Self:
        """The error, as an artefact holds it."""
        return cls(
            error=Measured.of(said.error),
            null_mean=finite(said.null_mean),
            null_high=finite(said.null_high),
            p_value=finite(said.p_value),
            null_method=said.null_method,
        )


class RecalibrationResult(Part):
    """What would make the probabilities right: a + b · log-odds."""

    shift: Measured = Field(description="a, in nats")
    slope: Measured = Field(description="b: below 1 the probabilities are too extreme, above 1 too timid")
    temperature: float | None = Field(description="1 / b; null where b is not positive")
    prior_shift: Measured = Field(
        description="best shift while b stays 1: what other shares of the classes would leave"
    )
    shift_gain: Measured = Field(description="log-loss on other groups that the shift alone saves, nats")
    slope_gain: Measured = Field(description="log-loss on other groups that the slope saves beyond it, nats")

    @classmethod
    def of(cls, fixed: Recalibration) -> Self:
        """The fit, as an artefact holds it."""
        return cls(
            shift=Measured.of(fixed.shift),
            slope=Measured.of(fixed.slope),
            temperature=finite(fixed.temperature),
            prior_shift=Measured.of(fixed.prior_shift),
            shift_gain=Measured.of(fixed.shift_gain),
            slope_gain=Measured.of(fixed.slope_gain),
        )


class StabilityResult(Part):
    """Agreement of the frames of a video."""

    agreement: Measured = Field(description="share of the variance of frame scores that lies between videos, ICC(1)")
    within_sd: float
    between_sd: float
    split: Measured = Field(description="share of videos whose frames are called real and fake")
    units_per_video: float

    @classmethod
    def of(cls, found: Stability) -> Self:
        """The agreement, as an artefact holds it."""
        return cls(
            agreement=Measured.of(found.agreement),
            within_sd=found.within_sd,
            between_sd=found.between_sd,
            split=Measured.of(found.split),
            units_per_video=found.units,
        )


class TransferPartResult(Part):
    """One data set."""

    name: str
    real: int
    fake: int
    auc: Measured
    gap: Contrast | None = Field(description="its AUC less that of the best data set; null for that one")
    threshold: float = Field(description="fitted on all of its videos")
    bias: Measured
    balanced_accuracy: Measured = Field(description="at the threshold of the run")
    own_balanced_accuracy: Measured = Field(description="at thresholds fitted on its other groups")
    behind: Measured | None = Field(description="that less the same of the best data set; null for that one")

    @classmethod
    def of(cls, part: TransferPart) -> Self:
        """The data set, as an artefact holds it."""
        return cls(
            name=part.name,
            real=part.real,
            fake=part.fake,
            auc=Measured.of(part.auc),
            gap=Contrast.of(part.gap) if part.gap else None,
            threshold=part.threshold,
            bias=Measured.of(part.bias),
            balanced_accuracy=Measured.of(part.standard),
            own_balanced_accuracy=Measured.of(part.own),
            behind=Measured.of(part.behind) if part.behind else None,
        )


class TransferCellResult(Part):
    """A threshold fitted on one data set and judged on another."""

    fitted_on: str
    judged_on: str
    balanced_accuracy: Measured
    loss: Contrast = Field(description="balanced accuracy at its own held-out thresholds less that; corrected by Holm")
    drift: float = Field(description="at equal label, share of pairs in which the video of judged_on scores higher")

    @classmethod
    def of(cls, cell: TransferCell) -> Self:
        """The cell, as an artefact holds it."""
        return cls(
            fitted_on=cell.fitted_on,
            judged_on=cell.judged_on,
            balanced_accuracy=Measured.of(cell.balanced_accuracy),
            loss=Contrast.of(cell.loss),
            drift=cell.drift,
        )


class TransferResult(Part):
    """Ranking, thresholds and scores, data set by data set."""

    column: str
    parts: tuple[TransferPartResult, ...]
    cells: tuple[TransferCellResult, ...]

    @classmethod
    def of(cls, found: Transfer) -> Self:
        """The matrix, as an artefact holds it."""
        return cls(
            column=found.column,
            parts=tuple(TransferPartResult.of(p) for p in found.parts),
            cells=tuple(TransferCellResult.of(c) for c in found.cells),
        )


class ConfirmedSliceResult(Part):
    """A part that is weak on both halves of the groups."""

    column: str
    name: str
    found: Contrast = Field(description="accuracy less the rest at equal label, on the half that it was found on")
    confirmed: Contrast = Field(description="the same on the other half")
    candidates: int = Field(description="parts that were asked for again")

    @classmethod
    def of(cls, one: ConfirmedSlice) -> Self:
        """The slice, as an artefact holds it."""
        return cls(
            column=one.found.column,
            name=one.found.name,
            found=Contrast.of(one.found.accuracy_difference),
            confirmed=Contrast.of(one.confirmed),
            candidates=one.candidates,
        )


class ScoreFactsResult(Part):
    """Facts about the scores of one detector; all but the first are without the filled-in value."""

    filled_in: FilledIn | None = Field(description="null where no exact score stands out")
    threshold_gain: Contrast | None = Field(
        description="balanced accuracy gained at thresholds fitted on other groups, paired; null where none can be held out"
    )
    smooth_calibration: SmoothCalibrationResult | None = Field(
        description="null where it does not rank, or decides only"
    )
    after_shift: SmoothCalibrationResult | None = Field(description="the same once the best shift is taken out")
    recalibration: RecalibrationResult | None = Field(description="null where no finite fit exists")
    stability: StabilityResult | None = Field(description="null where videos have one unit")
    transfer: TransferResult | None = Field(
        description="null where fewer than two data sets hold enough of both labels"
    )
    confirmed_slices: tuple[ConfirmedSliceResult, ...]

    @classmethod
    def of(cls, facts: ScoreFacts) -> Self:
        """The facts, as an artefact holds them."""
        return cls(
            filled_in=FilledIn.of(facts.fallback) if facts.fallback else None,
            threshold_gain=Contrast.of(facts.gain) if facts.gain else None,
            smooth_calibration=SmoothCalibrationResult.of(facts.smooth) if facts.smooth else None,
            after_shift=SmoothCalibrationResult.of(facts.smooth_shifted) if facts.smooth_shifted else None,
            recalibration=RecalibrationResult.of(facts.recalibration) if facts.recalibration else None,
            stability=StabilityResult.of(facts.stability) if facts.stability else None,
            transfer=TransferResult.of(facts.transfer) if facts.transfer else None,
            confirmed_slices=tuple(ConfirmedSliceResult.of(one) for one in facts.confirmed),
        )
