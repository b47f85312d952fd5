"""Everything that is read off the ROC and the precision-recall curve, for one sample or for many resamples at
once.

The curves depend on the scores only through the numbers of real and fake videos at each distinct score
(*level*). A resample is therefore two columns of counts, and all curve statistics of all resamples are a few
cumulative sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Codes, Floats
from .sample import Sample

FPR_TARGETS = (0.01, 0.05)
"""False positive rates at which the true positive rate is reported."""


@dataclass(frozen=True, slots=True, eq=False)
class CurveStatistics:
    """Statistics of one or many curves, each of shape (resamples,).

    Attributes:
        auc: area under the ROC curve.
        average_precision: mean precision over recall steps, fake positive.
        eer: error rate where false positive and false negative rate are equal, interpolated along the ROC
            curve.
        tpr: true positive rate at each of ``FPR_TARGETS``: the best operating point that does not exceed the
            target.
    """

    auc: Floats
    average_precision: Floats
    eer: Floats
    tpr: tuple[Floats, ...]


def levels_of(p: Floats, most: int | None = None) -> tuple[Floats, Codes]:
    """Distinct scores from high to low, and the level of each video.

    With ``most``, neighbouring scores are merged into at most about that many levels of equal mass. Only
    intervals may do so.
    """
    values, inverse = np.unique(p, return_inverse=True)
    level = inverse.astype(np.int64)
    if most is not None and values.size > most:
        counts = np.bincount(level)
        middle = np.cumsum(counts) - counts / 2
        merged = np.minimum((middle * (most / p.size)).astype(np.int64), most - 1)
        kept = np.flatnonzero(np.diff(merged, prepend=-1))
        values, level = values[kept], (np.cumsum(np.diff(merged, prepend=-1) > 0) - 1)[level]
    return values[::-1], values.size - 1 - level


def quantile_bins(values: Floats, bins: int) -> Codes:
    """Bin of each value: equally many in each as far as ties allow, equal values together."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    raw = np.minimum((middle * (bins / max(values.size, 1))).astype(np.int64), bins - 1)
    return (np.cumsum(np.diff(raw, prepend=-1) > 0) - 1)[inverse].astype(np.int64)


def level_counts(sample: Sample) -> tuple[Floats, Floats, Floats]:
    """Distinct scores from high to low, and the numbers of fakes and reals at each, shape (levels,)."""
    values, level = levels_of(sample.p)
    fake = np.bincount(level[sample.fake], minlength=values.size).astype(np.float64)
    real = np.bincount(level[~sample.fake], minlength=values.size).astype(np.float64)
    return values, fake, real


def cumulate(counts: Floats) -> Floats:
    """Running totals along the levels."""
    return np.cumsum(counts, axis=0)


def curve_statistics(fake: Floats, real: Floats) -> CurveStatistics:
    """All curve statistics from counts of shape (levels, resamples), levels from high to low.

    Every resample must hold both classes.
    """
    tp, fp = cumulate(fake), cumulate(real)
    fakes, reals = tp[-1], fp[-1]
    area = (real * (tp - fake / 2)).sum(axis=0) / (fakes * reals)
    called = tp + fp
    precision = np.divide(tp, called, out=np.zeros_like(tp), where=called > 0)
    average = (fake * precision).sum(axis=0) / fakes
    # A tolerance for the product of a rate and a count, not for the data.
    tpr = tuple(_last_within(tp, fp, target * reals * (1 + 1e-12)) / fakes for target in FPR_TARGETS)
    return CurveStatistics(area, average, _equal_error(tp / fakes, fp / reals), tpr)


def _last_within(tp: Floats, fp: Floats, allowed: Floats) -> Floats:
    """True positives at the last level whose false positives are still allowed; 0 where there is none."""
    within = (fp <= allowed).sum(axis=0)
    picked = np.take_along_axis(tp, np.maximum(within - 1, 0)[None, :], axis=0)[0]
    return np.where(within > 0, picked, 0.0)


def _equal_error(tpr: Floats, fpr: Floats) -> Floats:
    """Where the ROC curve meets the line FPR = 1 − TPR, interpolated between neighbouring points."""
    gap = tpr + fpr - 1
    after = np.argmax(gap >= 0, axis=0)
    before = np.maximum(after - 1, 0)[None, :]
    at = after[None, :]
    first = after == 0
    gap_before = np.where(first, -1.0, np.take_along_axis(gap, before, axis=0)[0])
    fpr_before = np.where(first, 0.0, np.take_along_axis(fpr, before, axis=0)[0])
    gap_after = np.take_along_axis(gap, at, axis=0)[0]
    fpr_after = np.take_along_axis(fpr, at, axis=0)[0]
    return fpr_before + (fpr_after - fpr_before) * gap_before / (gap_before - gap_after)
