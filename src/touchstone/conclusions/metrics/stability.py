"""Whether the frames of one video agree: variance within videos against variance between them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from scipy.stats import f as f_distribution

from touchstone.vocabulary.defaults import THRESHOLD

from .estimate import Estimate
from .proportion import wilson
from .quantiles import LOWER, UPPER


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Agreement of the units of a video.

    Attributes:
        agreement: intra-class correlation of the units' P(fake), ICC(1): share of their variance that lies between videos.
            1: all units of a video agree; 0: a unit tells nothing about its neighbour.
        within_sd: standard deviation of P(fake) within videos.
        between_sd: standard deviation of the videos' true means.
        split: share of videos whose units fall on both sides of the threshold.
        units_per_video: mean number of units of a video.
    """

    agreement: Estimate
    within_sd: float
    between_sd: float
    split: Estimate
    units_per_video: float


def stability(scores: pl.DataFrame, threshold: float = THRESHOLD) -> Stability | None:
    """One-way analysis of variance of the units' scores over videos (Searle 1971; unequal numbers of units allowed).

    Args:
        scores: rows of the ``scores`` table of one detector.
        threshold: P(fake) from which on a unit counts as fake.

    Returns:
        ``None`` where fewer than two videos have two scored units or more, or where no score differs from another.

    >>> scores = pl.DataFrame({"video": ["a", "a", "b", "b"], "p_fake": [0.2, 0.2, 0.9, 0.9], "status": ["ok"] * 4})
    >>> stability(scores).agreement.value
    1.0
    """
    per_video = (
        scores.filter((pl.col("status") == "ok") & pl.col("p_fake").is_not_null())
        .group_by("video")
        .agg(
            pl.len().alias("k"),
            pl.col("p_fake").mean().alias("mean"),
            pl.col("p_fake").var(ddof=0).alias("variance"),
            (pl.col("p_fake") >= threshold).mean().alias("called"),
        )
        .filter(pl.col("k") >= 2)
        .sort("video")
    )
    videos = per_video.height
    if videos < 2:
        return None
    k, mean = per_video["k"].to_numpy().astype(float), per_video["mean"].to_numpy().astype(float)
    total = float(k.sum())
    grand = float((k * mean).sum() / total)
    within = float((k * per_video["variance"].to_numpy()).sum()) / (total - videos)
    between = float((k * (mean - grand) ** 2).sum()) / (videos - 1)
    if within + between <= 1e-18:
        return None
    typical = (total - float((k * k).sum()) / total) / (videos - 1)
    value = max(0.0, (between - within) / (between + (typical - 1) * within))
    low, high = _limits(between, within, videos - 1, total - videos, typical)
    called = per_video["called"].to_numpy().astype(float)
    mixed = float(((called > 0) & (called < 1)).mean())
    split_low, split_high = wilson(mixed, float(videos))
    return Stability(
        agreement=Estimate(
            value=value, low=min(low, value), high=max(high, value), n=videos, groups=None, method="ICC(1), F"
        ),
        within_sd=within**0.5,
        between_sd=max(0.0, (between - within) / typical) ** 0.5,
        split=Estimate(value=mixed, low=split_low, high=split_high, n=videos, groups=None, method="Wilson"),
        units_per_video=total / videos,
    )


def _limits(between: float, within: float, df_between: float, df_within: float, k: float) -> tuple[float, float]:
    """Limits of the intra-class correlation from those of F (Shrout & Fleiss 1979)."""
    if within <= 1e-18:
        return 1.0 - 1e-9, 1.0
    ratio = between / within
    limits: list[float] = []
    for level in (UPPER, LOWER):
        f = ratio / float(f_distribution.ppf(level, df_between, df_within))
        limits.append(max(0.0, (f - 1) / (f + k - 1)))
    return limits[0], limits[1]
