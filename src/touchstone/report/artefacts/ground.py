"""A specialist on its own ground: the guide's metrics, its indicators, what the footage can tell, planted defects."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from touchstone.conclusions.examination import Along, ConditionResult, Measurement, SpecialistExamination

from .base import Contrast, Measured, Part
from .indicators import describe
from .planted import PlantedDefects


class SpecializationMetric(Part):
    """A metric of the users' guide, by what is measured."""

    definition: str = Field(description="what is measured, in one sentence")
    kind: Literal["detection", "accuracy", "handling", "sensitivity"] = Field(
        description="detection: fakes caught where the indicator is extreme; accuracy: right decisions there; handling: "
        "accuracy there less the rest at equal label; sensitivity: rank correlation of P(fake) with it inside label"
    )
    indicator: str
    side: Literal["upper", "lower"] = Field(description="which end of the indicator counts as extreme")
    limit: float | None = Field(description="value where the extreme part begins; null for all videos")
    real: int = Field(description="real videos that it stands on")
    fake: int = Field(description="fakes that it stands on")
    value: Measured | None = Field(description="null where it cannot be measured")
    false_alarms: Measured | None = Field(
        description="reals called fake in the same part; null for metrics of all videos"
    )
    test: Contrast | None = Field(description="the value with its p, for handling and sensitivity")
    reason: str | None = Field(description="why it cannot be measured; null where it was")

    @classmethod
    def of(cls, m: Measurement) -> Self:
        """The metric, as an artefact holds it."""
        return cls(
            definition=m.definition,
            kind=m.kind,
            indicator=m.indicator,
            side=m.side,
            limit=m.limit,
            real=m.real,
            fake=m.fake,
            value=Measured.of(m.value) if m.value else None,
            false_alarms=Measured.of(m.false_alarms) if m.false_alarms else None,
            test=Contrast.of(m.test) if m.test else None,
            reason=m.reason,
        )


class BinResult(Part):
    """Videos with similar values of an indicator."""

    low: float
    high: float
    median: float
    real: int
    fake: int
    accuracy: Measured = Field(description="of both labels, in the mixture that the bin happens to hold")
    real_accuracy: Measured
    fake_accuracy: Measured
    auc: Measured
    worst_errors: tuple[str, ...] = Field(description="its most wrong videos, at most two")


class DistributionResult(Part):
    """Videos of each label per step, from the 1 % to the 99 % quantile; the end steps hold what lies beyond."""

    logarithmic: bool = Field(description="whether steps are equal ratios")
    edges: tuple[float, ...]
    real: tuple[int, ...]
    fake: tuple[int, ...]


class FrameConsistency(Part):
    """How far the frames of a video agree, against how far videos differ."""

    videos: int
    within_video_sd: float = Field(description="standard deviation over a video's frames, pooled")
    between_video_sd: float = Field(description="standard deviation of the videos themselves")
    between_share: float | None = Field(description="share of the variance between videos; null where nothing varies")


class EndVideo(Part):
    """The video with the lowest or highest value of a label."""

    label: Literal["real", "fake"]
    side: Literal["lowest", "highest"]
    video: str
    value: float


class AlongIndicator(Part):
    """The specialist along one indicator."""

    indicator: str
    unit: str
    meaning: str
    real: int
    fake: int
    unmeasured: int = Field(description="scored videos on which it was not measured")
    bins: tuple[BinResult, ...] = Field(description="by quantiles of the scored footage; empty where it does not vary")
    trend: Contrast = Field(
        description="rank correlation of being right with the indicator inside label; Benjamini–Hochberg over the indicators"
    )
    real_trend: Contrast = Field(description="on real videos alone; corrected over indicators and labels")
    fake_trend: Contrast = Field(description="on fakes alone; corrected likewise")
    distribution: DistributionResult | None
    frames: FrameConsistency | None = Field(description="null where it is not measured on two frames of a video")
    ends: tuple[EndVideo, ...]

    @classmethod
    def of(cls, along: Along) -> Self:
        """The indicator, as an artefact holds it."""
        unit, meaning = describe(along.indicator)
        spread, drawn = along.frames, along.distribution
        return cls(
            indicator=along.indicator,
            unit=unit,
            meaning=meaning,
            real=along.real,
            fake=along.fake,
            unmeasured=along.unmeasured,
            bins=tuple(
                BinResult(
                    low=b.low,
                    high=b.high,
                    median=b.middle,
                    real=b.real,
                    fake=b.fake,
                    accuracy=Measured.of(b.accuracy),
                    real_accuracy=Measured.of(b.real_accuracy),
                    fake_accuracy=Measured.of(b.fake_accuracy),
                    auc=Measured.of(b.auc),
                    worst_errors=b.worst,
                )
                for b in along.bins
            ),
            trend=Contrast.of(along.trend),
            real_trend=Contrast.of(along.real_trend),
            fake_trend=Contrast.of(along.fake_trend),
            distribution=drawn
            and DistributionResult(logarithmic=drawn.logarithmic, edges=drawn.edges, real=drawn.real, fake=drawn.fake),
            frames=spread
            and FrameConsistency(
                videos=spread.videos,
                within_video_sd=spread.within,
                between_video_sd=spread.between,
                between_share=spread.share,
            ),
            ends=tuple(EndVideo(label=e.label, side=e.side, video=e.video, value=e.value) for e in along.ends),
        )


class GroundLevel(Part):
    """One kind of footage."""

    name: str
    real: int
    fake: int
    enough: bool
    real_accuracy: Measured
    fake_accuracy: Measured
    auc: Measured
    caveat: str | None = Field(
        description="what the threshold does to it where it ranks; null where nothing is to be said"
    )
    assessment: str | None = Field(description="ranks, below chance, no signal or cannot tell; null where too few")
    statement: str | None


class GroundCondition(Part):
    """Whether the footage decides about a part of the ground."""

    key: str
    asks: str
    verdict: Literal["can be judged", "cannot tell"]
    statement: str = Field(description="the verdict with its counts, and what would be needed")
    needed_per_label: int
    needed_levels: int
    unmeasured: int
    levels: tuple[GroundLevel, ...]

    @classmethod
    def of(cls, c: ConditionResult) -> Self:
        """The condition, as an artefact holds it."""
        levels = tuple(
            GroundLevel(
                name=level.name,
                real=level.real,
                fake=level.fake,
                enough=level.enough,
                real_accuracy=Measured.of(level.real_accuracy),
                fake_accuracy=Measured.of(level.fake_accuracy),
                auc=Measured.of(level.auc),
                caveat=level.caveat,
                assessment=level.assessment.word if level.assessment else None,
                statement=level.assessment.statement if level.assessment else None,
            )
            for level in c.levels
        )
        return cls(
            key=c.key,
            asks=c.asks,
            verdict=c.verdict,
            statement=c.statement,
            needed_per_label=c.needed,
            needed_levels=c.least,
            unmeasured=c.unmeasured,
            levels=levels,
        )


class GroundResult(Part):
    """A specialist on its own ground."""

    scored: int = Field(description="videos that it stands on")
    along: tuple[AlongIndicator, ...] = Field(description="indicators of the domain, the clearest dependence first")
    conditions: tuple[GroundCondition, ...] = Field(description="which grounds this footage can decide about")
    planted: PlantedDefects | None = Field(description="null where no planted defects are known")

    @classmethod
    def of(cls, ground: SpecialistExamination) -> Self:
        """The examination, as an artefact holds it."""
        return cls(
            scored=ground.scored,
            along=tuple(AlongIndicator.of(one) for one in ground.along),
            conditions=tuple(GroundCondition.of(one) for one in ground.conditions),
            planted=PlantedDefects.of(ground.planted) if ground.planted else None,
        )
