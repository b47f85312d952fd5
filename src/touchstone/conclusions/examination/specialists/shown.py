"""What the footage shows of one indicator: its distribution by label, the agreement of frames, the videos at its ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Flags, Floats

from .region import ScoredVideos

_COLUMNS = 16
_SKEWED = 4.0
"""How much farther the highest values lie from the median than the lowest before steps become ratios."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Videos of each label along equal steps from the 1 % to the 99 % quantile; what lies beyond counts in the last step.

    Attributes:
        logarithmic: whether the steps are equal ratios, as where few values are far larger than most.
        edges: one more than there are steps, rising.
        real: real videos per step.
        fake: fake videos per step.
    """

    logarithmic: bool
    edges: tuple[float, ...]
    real: tuple[int, ...]
    fake: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSpread:
    """How far the frames of one video agree, against how far videos differ (one-way analysis of variance).

    Attributes:
        videos: videos with two measured frames or more.
        within_video_sd: standard deviation over the frames of a video, pooled.
        between_video_sd: standard deviation of the videos' own values, without what their frames scatter.
        between_share: share of the variance that lies between videos: 1 where frames agree; ``None`` where nothing varies.
    """

    videos: int
    within_video_sd: float
    between_video_sd: float
    between_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The video with the lowest or highest value of a label.

    Attributes:
        label: the label.
        side: which end.
        video: key of the video.
        value: its value.
    """

    label: Literal["real", "fake"]
    side: Literal["lowest", "highest"]
    video: str
    value: float


def distribution(values: Floats, measured: Flags, fake: Flags) -> Distribution:
    """Videos per step, for an indicator that varies among the known ones."""
    low, high = (float(q) for q in np.quantile(values[measured], (0.01, 0.99)))
    if not high > low:
        low, high = float(values[measured].min()), float(values[measured].max())
    middle = float(np.median(values[measured]))
    skewed = low > 0 and high - middle > _SKEWED * (middle - low)
    edges = np.geomspace(low, high, _COLUMNS + 1) if skewed else np.linspace(low, high, _COLUMNS + 1)
    edges[0], edges[-1] = low, high
    inside = np.clip(values, low, high)
    real, forged = (np.histogram(inside[measured & part], edges)[0] for part in (~fake, fake))
    return Distribution(
        logarithmic=skewed, edges=tuple(edges.tolist()), real=tuple(real.tolist()), fake=tuple(forged.tolist())
    )


def spread(frames: pl.DataFrame, name: str) -> FrameSpread | None:
    """Agreement of frames; ``None`` where fewer than two videos have two measured ones."""
    if name not in frames.columns:
        return None
    value = pl.col(name).cast(pl.Float64)
    per_video = (
        frames.filter(value.is_finite())
        .group_by("video")
        .agg(k=pl.len(), mean=value.mean(), variance=value.var())
        .filter(pl.col("k") >= 2)
        .sort("video")
    )
    if per_video.height < 2:
        return None
    k, mean, variance = (per_video[c].to_numpy().astype(np.float64) for c in ("k", "mean", "variance"))
    within = float(((k - 1) * variance).sum() / (k - 1).sum())
    between = max(0.0, float(mean.var(ddof=1)) - within * float(np.mean(1 / k)))
    total = within + between
    return FrameSpread(
        videos=per_video.height,
        within_video_sd=within**0.5,
        between_video_sd=between**0.5,
        between_share=between / total if total > 0 else None,
    )


def ends(scored: ScoredVideos, values: Floats, measured: Flags) -> tuple[End, ...]:
    """The lowest and the highest video of each label."""
    extremes: list[End] = []
    labels: tuple[Literal["real", "fake"], ...] = ("real", "fake")
    for label in labels:
        part = np.flatnonzero(measured & (scored.sample.fake == (label == "fake")))
        if part.size:
            low, high = int(part[np.argmin(values[part])]), int(part[np.argmax(values[part])])
            sides: tuple[tuple[Literal["lowest", "highest"], int], ...] = (("lowest", low), ("highest", high))
            extremes += [
                End(label=label, side=side, video=str(scored.rows["video"][at]), value=float(values[at]))
                for side, at in sides
            ]
    return tuple(extremes)
