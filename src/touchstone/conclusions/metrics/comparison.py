"""Two detectors on the same videos: every comparison is paired."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl

from touchstone.vocabulary.defaults import THRESHOLD
from touchstone.vocabulary.errors import TableError

from .arrays import Floats
from .clusters import Clusters, Grouping, effective_groups
from .corrections import benjamini_hochberg, holm
from .differences import Difference, joined_limits
from .estimate import Estimate
from .proportion import LARGEST_GAIN, wilson
from .quantiles import Z, sign_test_p, t_quantile, two_sided_p
from .ranking import auc_limits, auc_shares
from .reliability import auc_warning, few_groups
from .sample import Sample, effective_counts, group_codes, scored_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two detectors on the videos that both scored; differences are first − second.

    Attributes:
        first: name of the first detector.
        second: name of the second detector.
        n: videos that both scored.
        only_first: videos that only the first scored; they are left out.
        only_second: videos that only the second scored; they are left out.
        accuracy: difference of accuracy at the threshold.
        auc: difference of AUC.
    """

    first: str
    second: str
    n: int
    only_first: int
    only_second: int
    accuracy: Difference
    auc: Difference


def compare(first: pl.DataFrame, second: pl.DataFrame, threshold: float = THRESHOLD) -> Comparison:
    """Compare two detectors on the videos that both scored.

    Without groups the tests are McNemar's exact and DeLong's; with groups they are Student's on the
    cluster-robust variance of the paired difference, in which a group counts once (docs/coverage.md tells why
    not the percentile bootstrap).

    Args:
        first: video rows of one detector, with a column ``video``.
        second: video rows of another.
        threshold: P(fake) from which on a video is called fake, for both.

    Raises:
        TableError: there is no column ``video``, or the two disagree about a label.

    >>> rows = pl.DataFrame(
    ...     {"video": ["a", "b", "c"], "label": ["real", "fake", "fake"], "p_fake": [0.1, 0.9, 0.2]}
    ... )
    >>> better = rows.with_columns(p_fake=pl.Series([0.1, 0.9, 0.7]))
    >>> result = compare(better, rows)
    >>> round(result.accuracy.estimate.value, 3), result.accuracy.p_value
    (0.333, 1.0)
    """
    for rows in (first, second):
        if "video" not in rows.columns:
            raise TableError("paired comparison needs a column 'video' in both sets of rows")
    names = (_name(first, "first"), _name(second, "second"))
    a = scored_rows(first)
    b = scored_rows(second).select("video", pl.col("label").alias("_label"), pl.col("p_fake").alias("_other"))
    both = a.join(b, on="video", how="inner").sort("video")
    wrong = both.filter(pl.col("label") != pl.col("_label"))
    if wrong.height:
        raise TableError(f"{names[0]} and {names[1]} disagree about the label of {wrong['video'][0]!r}")
    group = group_codes(both)
    sample = Sample.from_rows(both)
    other = Sample(both["_other"].to_numpy().astype(np.float64), sample.fake, group)
    return Comparison(
        first=names[0],
        second=names[1],
        n=both.height,
        only_first=a.height - both.height,
        only_second=b.height - both.height,
        accuracy=accuracy_difference(sample, other, threshold),
        auc=auc_difference(sample, other),
    )


def compare_all(rows: pl.DataFrame, threshold: float = THRESHOLD) -> tuple[Comparison, ...]:
    """Compare every pair of the detectors in ``rows``; p values are corrected by Holm over the pairs, for
    each measure.

    Args:
        rows: video rows of several detectors, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        threshold: P(fake) from which on a video is called fake.
    """
    if "detector" not in rows.columns:
        raise TableError("the video rows have no column 'detector'; make them with metrics.video_scores")
    parts = {str(name): rows.filter(pl.col("detector") == name) for name in rows["detector"].unique().sort()}
    pairs = [compare(parts[a], parts[b], threshold) for a, b in combinations(parts, 2)]
    accuracy = correct([pair.accuracy for pair in pairs], "Holm")
    ranking = correct([pair.auc for pair in pairs], "Holm")
    return tuple(
        replace(pair, accuracy=corrected_accuracy, auc=corrected_auc)
        for pair, corrected_accuracy, corrected_auc in zip(pairs, accuracy, ranking, strict=True)
    )


def correct(differences: list[Difference], name: str) -> list[Difference]:
    """Adjust the p values that are there, by Holm or by Benjamini–Hochberg."""
    tested = [i for i, difference in enumerate(differences) if difference.p_value is not None]
    p = [value for difference in differences if (value := difference.p_value) is not None]
    adjusted = holm(p) if name == "Holm" else benjamini_hochberg(p)
    result = list(differences)
    for i, value in zip(tested, adjusted, strict=True):
        result[i] = replace(differences[i], p_adjusted=value, correction=name)
    return result


def accuracy_difference(first: Sample, second: Sample, threshold: float = THRESHOLD) -> Difference:
    """Difference of accuracy of two samples of the same videos in the same order.

    The interval is Bonett and Price's (2012), which adds one video to each kind of disagreement and so has a
    width where the two never disagree; with groups it rests on the effective number of videos.
    """
    n = len(first)
    right_first = (first.p >= threshold) == first.fake
    right_second = (second.p >= threshold) == second.fake
    gained = int(np.count_nonzero(right_first & ~right_second))
    lost = int(np.count_nonzero(right_second & ~right_first))
    method = "Bonett–Price" if first.group is None else "Bonett–Price on the effective n"
    test = "McNemar, exact" if first.group is None else "Student over groups"
    nothing = Estimate.undefined(n=n, groups=first.groups, method=method)
    if n == 0:
        return Difference(estimate=nothing, test=test)
    value = (gained - lost) / n
    if first.group is None:
        size, quantile = float(n), Z
        p = sign_test_p(gained, lost)
    else:
        signed = right_first.astype(np.float64) - right_second
        size, quantile, p = _effective(signed, first.group)
    plus, minus = (gained / n * size + 1) / (size + 2), (lost / n * size + 1) / (size + 2)
    half = quantile * math.sqrt((plus + minus - (plus - minus) ** 2) / (size + 2))
    low, high = max(-1.0, plus - minus - half), min(1.0, plus - minus + half)
    estimate = nothing.with_value(value, min(low, value), max(high, value), few_groups(first.group))
    return Difference(estimate=estimate, p_value=p, test=test)


def _effective(signed: Floats, group: Grouping) -> tuple[float, float, float]:
    """Effective number of videos, quantile and p value for a mean of paired differences over groups."""
    n, value = signed.size, float(signed.mean())
    spread = Clusters.of(group, n).spread((signed - value) / n)
    groups = effective_groups(group)
    if groups <= 1.0 or spread.variance <= 1e-30:
        # All groups differ alike. With the sign of each group as a coin flip, this has probability 2 /
        # 2^groups.
        return max(1.0, groups), Z, min(1.0, 2.0 ** (1 - groups)) if value else 1.0
    independent = (float(np.square(signed).mean()) - value * value) / spread.variance
    size = max(1.0, min(independent, LARGEST_GAIN * n))
    return size, t_quantile(spread.df), two_sided_p(value / math.sqrt(spread.variance), spread.df)


def auc_difference(first: Sample, second: Sample) -> Difference:
    """Difference of AUC of two samples of the same videos in the same order.

    The interval joins those of the two AUCs, given the correlation of the estimates (Zou 2007); the test is
    DeLong's, with groups on the variance of leaving out one group at a time. Two detectors that put these
    videos in the same order need not do so elsewhere: their interval is Wilson's for a disagreement that was not seen.
    """
    nothing = Estimate.undefined(n=len(first), groups=first.groups, method="joined intervals of the AUCs")
    test = "DeLong" if first.group is None else "grouped jackknife"
    if not first.two_classes:
        return Difference(estimate=nothing, test=test)
    clusters = Clusters.of(first.group, len(first), first.fake)
    moved = [[auc_shares(s, direction) for s in (first, second)] for direction in clusters.directions]
    auc_first, auc_second = (auc for auc, _ in moved[0])
    value = auc_first - auc_second
    covariance, _ = clusters.combined([np.stack([a, b], axis=1) for (_, a), (_, b) in moved])
    covariance_of_difference, df = clusters.combined([(a - b)[:, None] for (_, a), (_, b) in moved])
    counts = effective_counts(first)
    if min(counts) <= 1.0:
        # A label of one group shows no spread, whatever the sums say.
        covariance, covariance_of_difference = np.zeros((2, 2)), np.zeros((1, 1))
    scale = math.sqrt(float(covariance[0, 0] * covariance[1, 1]))
    link = float(np.clip(covariance[0, 1] / scale, -1, 1)) if scale > 0 else 0.0
    low_first, high_first, _ = auc_limits(auc_first, float(covariance[0, 0]), df, counts)
    low_second, high_second, _ = auc_limits(auc_second, float(covariance[1, 1]), df, counts)
    low, high = joined_limits((auc_first, low_first, high_first), (auc_second, low_second, high_second), link)
    if scale > 0 and float(covariance_of_difference[0, 0]) <= 1e-30:
        unseen = wilson(0.0, min(counts))[1]
        low, high = value - unseen, value + unseen
    p = 1.0 if value == 0 else _auc_p(value, float(covariance_of_difference[0, 0]), df, counts)
    low, high = max(-1.0, min(low, value)), min(1.0, max(high, value))
    warning = auc_warning(first, counts, auc_first, auc_second)
    return Difference(estimate=nothing.with_value(value, low, high, warning), p_value=p, test=test)


def _auc_p(value: float, variance: float, df: float, counts: tuple[float, float]) -> float:
    if variance <= 1e-30:
        # Both rank without a single exception, in different ways: take the variance of two AUCs under chance.
        fakes, reals = counts
        variance = 2 * (fakes + reals + 1) / (12 * fakes * reals)
    return two_sided_p(value / math.sqrt(variance), df)


def _name(rows: pl.DataFrame, fallback: str) -> str:
    return str(rows["detector"][0]) if "detector" in rows.columns and rows.height else fallback
