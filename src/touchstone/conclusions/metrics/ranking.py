"""Ranking: how well P(fake) orders real before fake, whatever the threshold."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from .arrays import Flags, Floats
from .clusters import Clusters
from .concordance import below_in_block, below_of_other_label
from .curves import cumulate, level_counts
from .estimate import Estimate
from .proportion import logit_limits
from .quantiles import Z
from .reliability import auc_warning
from .sample import Sample, effective_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class RocCurve:
    """The ROC curve, from the strictest threshold to the laxest.

    Attributes:
        fpr: share of real videos called fake at each point.
        tpr: share of fake videos called fake at each point.
        threshold: P(fake) from which on a video is called fake; infinite at the first point, where none is.
    """

    fpr: tuple[float, ...]
    tpr: tuple[float, ...]
    threshold: tuple[float, ...]


def auc(sample: Sample) -> float | None:
    """Probability that a random fake scores above a random real video; ties count half. ``None`` for one
    class.

    >>> auc(Sample(np.array([0.1, 0.4, 0.4, 0.8]), np.array([False, False, True, True])))
    0.875
    """
    if not sample.two_classes:
        return None
    return _share_of_pairs(below_of_other_label(sample.p, sample.fake), sample.fake)


def auc_influence(sample: Sample) -> tuple[float, Floats]:
    """AUC, and how much each video moves it, shape (n,): its placement among the other class (DeLong et al.
    1988).

    The sample must hold both classes.
    """
    fake, fakes = sample.fake, sample.fake_count
    reals = len(sample) - fakes
    below = below_of_other_label(sample.p, fake)
    value = _share_of_pairs(below, fake)
    return value, np.where(fake, (below / reals - value) / fakes, (1.0 - below / fakes - value) / reals)


def _share_of_pairs(below: Floats, fake: Flags) -> float:
    """Share of the pairs of a real and a fake video in which the fake scores higher; the pairs are counted exactly."""
    fakes = int(np.count_nonzero(fake))
    return float((below * fake).sum()) / (fakes * (fake.size - fakes))


def auc_shares(sample: Sample, clusters: Clusters) -> tuple[float, Floats]:
    """AUC, and each cluster's share in its deviation, shape (clusters,).

    Without groups these are the influences. With groups they come from leaving out one group at a time (the
    delete-one-group jackknife, stratified by label pattern), scaled so that their spread is the variance. The
    influence of a large group is not small, and the first-order sum of it understates the variance: by up to
    four points of coverage where group sizes differ (docs/coverage.md). Pairs of which both videos are in the
    group that is left out must not be taken off twice.
    """
    value, influence = auc_influence(sample)
    if clusters.index is None:
        return value, influence
    count = clusters.count
    fakes = np.bincount(clusters.index[sample.fake], minlength=count).astype(np.float64)
    reals = np.bincount(clusters.index[~sample.fake], minlength=count).astype(np.float64)
    m, n = float(fakes.sum()), float(reals.sum())
    # Concordant pairs that a video is in: its placement times the number of the other label.
    size = np.where(sample.fake, m, n)
    other = np.where(sample.fake, n, m)
    lost = np.bincount(clusters.index, weights=(influence * size + value) * other, minlength=count)
    if bool((clusters.stratum == 2).any()):
        twice = np.where(sample.fake, below_in_block(sample.p, sample.fake, clusters.index), 0.0)
        lost -= np.bincount(clusters.index, weights=twice, minlength=count)
    left = np.maximum((m - fakes) * (n - reals), 1.0)
    without = (value * m * n - lost) / left
    of_stratum = np.bincount(clusters.stratum, minlength=3).astype(np.float64)[clusters.stratum]
    return value, (value - without) * np.maximum(of_stratum - 1, 1.0) / of_stratum


def share_below(ordered: Floats, scores: Floats) -> Floats:
    """Share of the ``ordered`` scores below each of ``scores``; ties count half."""
    below = np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right")
    return below / (2.0 * ordered.size)


def auc_estimate(sample: Sample) -> Estimate:
    """AUC with its interval, on the logit scale.

    The variance is DeLong's without groups and that of leaving out one group at a time with them, which is
    Obuchowski's (1997) to first order; donors that are known are a second direction. Quantiles are Student's with
    Satterthwaite's degrees of freedom. In simulation this covers better than the percentile cluster bootstrap
    for few groups and for AUC near 1 (docs/coverage.md). An AUC of exactly 0 or 1 gets Newcombe's score
    interval (2006, method 5) on the number of groups, since its variance is unknown, not zero.

    >>> print(auc_estimate(Sample(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True]))))
    1.000 [0.386, 1.000], n = 4
    """
    groups = sample.groups
    method = "DeLong, logit" if groups is None else "grouped jackknife, logit"
    nothing = Estimate.undefined(n=len(sample), groups=groups, method=method)
    if not sample.two_classes:
        return nothing
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    moved = [auc_shares(sample, direction) for direction in clusters.directions]
    value = moved[0][0]
    covariance, df = clusters.combined([shares[:, None] for _, shares in moved])
    variance = float(covariance[0, 0])
    low, high, regular = auc_limits(value, variance, df, effective_counts(sample))
    if not regular:
        nothing = replace(nothing, method="Newcombe" if groups is None else "Newcombe on the number of groups")
    return nothing.with_value(value, low, high, auc_warning(sample, effective_counts(sample), value))


def auc_limits(value: float, variance: float, df: float, counts: tuple[float, float]) -> tuple[float, float, bool]:
    """Limits of an AUC, and whether its variance could be used; if not, they rest on the counts alone."""
    if 0.0 < value < 1.0 and variance > 0 and min(counts) > 1.0:
        return *logit_limits(value, math.sqrt(variance), df), True
    return *newcombe(value, *counts), False


def newcombe(value: float, fakes: float, reals: float) -> tuple[float, float]:
    """Score interval of an AUC from the two numbers of videos alone (Newcombe 2006, method 5).

    It solves |AUC − θ| = z · se(θ) with the variance of Hanley & McNeil (1982), and so has a width at 0 and 1
    too.
    """

    def misses(theta: float) -> bool:
        balance = (fakes + reals) / 2 - 1
        spread = 1 + balance * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (value - theta) ** 2 > Z * Z * theta * (1 - theta) * spread / (fakes * reals)

    return _bisect(misses, 0.0, value), _bisect(misses, 1.0, value)


def _bisect(misses: Callable[[float], bool], outside: float, inside: float) -> float:
    """Border between a limit that misses and the value itself."""
    for _ in range(50):
        middle = (outside + inside) / 2
        if misses(middle):
            outside = middle
        else:
            inside = middle
    return outside


def roc_curve(rows: pl.DataFrame | Sample, most_points: int = 1000) -> RocCurve | None:
    """The ROC curve; ``None`` for one class.

    Args:
        rows: video rows of one detector, or a sample.
        most_points: longer curves are thinned to about this many points, evenly along the curve, ends kept.

    >>> curve = roc_curve(Sample(np.array([0.1, 0.9]), np.array([False, True])))
    >>> curve.fpr, curve.tpr
    ((0.0, 0.0, 1.0), (0.0, 1.0, 1.0))
    """
    sample = rows if isinstance(rows, Sample) else Sample.from_rows(rows)
    if not sample.two_classes:
        return None
    values, fake, real = level_counts(sample)
    tpr = np.concatenate([[0.0], cumulate(fake) / fake.sum()])
    fpr = np.concatenate([[0.0], cumulate(real) / real.sum()])
    threshold = np.concatenate([[math.inf], values])
    if tpr.size > most_points:
        # tpr + fpr is the length walked along the curve, horizontally and vertically.
        steps = np.searchsorted(tpr + fpr, np.linspace(0, 2, most_points))
        kept = np.unique(np.concatenate([[0], np.minimum(steps, tpr.size - 1), [tpr.size - 1]]))
        tpr, fpr, threshold = tpr[kept], fpr[kept], threshold[kept]
    return RocCurve(fpr=tuple(fpr.tolist()), tpr=tuple(tpr.tolist()), threshold=tuple(threshold.tolist()))
