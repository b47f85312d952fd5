"""Is another rule from frames to the video better than the one that is used? Chosen on one half, measured on the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import get_args

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import (
    Aggregation,
    Difference,
    Estimate,
    Flags,
    Sample,
    auc,
    auc_difference,
    auc_estimate,
    balanced_gain,
    best_threshold,
    effective_counts,
    grouped_folds,
    video_scores,
)

_FEWEST_UNITS = 1.5
"""Mean number of units of a video below which no rule differs enough from another to be compared."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OtherRule:
    """A rule that separates the videos better than the one that is used, and what choosing a rule gains on new groups.

    Attributes:
        used: rule of the run.
        better: rule with the highest AUC on all videos.
        units: mean number of units of a video.
        per_class: independent videos of the rarer class.
        ranking: AUC by the best rule less AUC by the used one, each half measured with the rule that the other half chose.
        decisions: the same of the balanced accuracy, with thresholds that the other half fitted.
        auc_used: AUC by the used rule, on all videos.
        auc_better: AUC by the better rule, on all videos.
    """

    used: Aggregation
    better: Aggregation
    units: float
    per_class: float
    ranking: Estimate
    decisions: Difference
    auc_used: float
    auc_better: Estimate


def other_rule(scores: pl.DataFrame, rows: pl.DataFrame, used: Aggregation) -> OtherRule | None:
    """Compare the rules; ``None`` where nothing can be compared, or no rule is better than the used one.

    Args:
        scores: rows of the ``scores`` table of one detector.
        rows: its video rows; only those with a score are compared.
        used: rule of the run.
    """
    scored = rows.filter(pl.col("status") == "ok").sort("video")
    units = float(scored["units_ok"].mean() or 0.0) if scored.height else 0.0  # pyright: ignore[reportArgumentType]
    if units < _FEWEST_UNITS:
        return None
    samples = _by_rule(scores, scored)
    half = grouped_folds(samples[used], 2)
    if half is None:
        return None
    better = _best(samples, np.ones(half.size, np.bool_))
    if better == used:
        return None
    halves: tuple[Flags, Flags] = (half == 0, half == 1)
    # Asking that both halves choose one rule would measure each on videos that prefer it.
    chosen: tuple[Aggregation, Aggregation] = (_best(samples, halves[1]), _best(samples, halves[0]))
    gains = [
        auc_difference(samples[rule].part(inside), samples[used].part(inside)).estimate
        for inside, rule in zip(halves, chosen, strict=True)
    ]
    before, after = _called(samples, halves, (used, used)), _called(samples, halves, chosen)
    return OtherRule(
        used=used,
        better=better,
        units=units,
        per_class=min(effective_counts(samples[used])),
        ranking=_mean_of(gains, samples[used]),
        decisions=balanced_gain(samples[used], before, after),
        auc_used=auc(samples[used]) or 0.5,
        auc_better=auc_estimate(samples[better]),
    )


def _by_rule(scores: pl.DataFrame, scored: pl.DataFrame) -> dict[Aggregation, Sample]:
    """The same videos in the same order by each rule."""
    rules: tuple[Aggregation, ...] = get_args(Aggregation)
    videos = scored.select("video", "label", "group", "donor")
    kept = scores.join(videos, on="video", how="semi")
    return {rule: Sample.from_rows(video_scores(kept, videos, rule).sort("video")) for rule in rules}


def _best(samples: dict[Aggregation, Sample], inside: Flags) -> Aggregation:
    """Of equals the first, in the order in which rules are listed."""
    return max(samples, key=lambda rule: auc(samples[rule].part(inside)) or 0.0)


def _called(
    samples: dict[Aggregation, Sample], halves: tuple[Flags, Flags], rules: tuple[Aggregation, Aggregation]
) -> Flags:
    """Whether each video is called fake, by the rule of its half and the threshold that the other half fitted to it."""
    called = np.zeros(halves[0].size, np.bool_)
    for inside, other, rule in zip(halves, halves[::-1], rules, strict=True):
        called[inside] = samples[rule].p[inside] >= best_threshold(samples[rule].part(other))
    return called


def _mean_of(gains: list[Estimate], sample: Sample) -> Estimate:
    """Mean of two independent estimates; half widths add as variances do."""
    nothing = Estimate.undefined(
        n=len(sample), groups=sample.groups, method="mean of both halves, joined intervals of the AUCs"
    )
    limits = [gain.limits for gain in gains]
    if any(limit is None for limit in limits):
        return nothing
    first, second = (limit for limit in limits if limit is not None)
    value = (first[0] + second[0]) / 2
    below = math.hypot(first[0] - first[1], second[0] - second[1]) / 2
    above = math.hypot(first[2] - first[0], second[2] - second[0]) / 2
    return nothing.with_value(value, value - below, value + above)
