"""Does a score move with something else? A rank correlation whose variance knows of groups."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.stats import rankdata

from .arrays import Flags, Floats
from .clusters import Clusters, Grouping, count_groups, effective_groups
from .differences import Difference, tested
from .estimate import Estimate
from .ranking import auc_influence
from .reliability import FEW_TO_CORRELATE, few_groups
from .sample import Sample


def rank_dependence(first: Floats, second: Floats, group: Grouping | None = None) -> Difference:
    """Spearman's rank correlation of two quantities, with an interval and a test against 0.

    The variance is that of the influences (Croux & Dehon 2010, to first order), summed over groups; quantiles are
    Student's with Satterthwaite's degrees of freedom. Ties get mid-ranks.

    Args:
        first: one value per video, shape (n,), finite.
        second: another, shape (n,), finite.
        group: number of the group of each video, where groups are known.

    Returns:
        The correlation as a difference from 0; without a value where one of both is constant, and without a test where
        there are fewer than ``FEW_TO_CORRELATE`` independent units.

    >>> found = rank_dependence(np.arange(20.0), np.arange(20.0) ** 2)
    >>> round(found.estimate.value, 3)
    1.0
    """
    test = "Spearman, Student over videos" if group is None else "Spearman, Student over groups"
    n = int(first.size)
    a, b = _standard(first), _standard(second)
    if a is None or b is None:
        return _untested(group, n, test)
    rho = float(np.mean(a * b))
    influence = (a * b - rho * (a * a + b * b) / 2) / n
    return _difference(rho, influence, group, n, test)


def rank_separation(values: Floats, marked: Flags, group: Grouping | None = None) -> Difference:
    """How far marked videos rank above the others: 2 · AUC − 1 (Cliff's delta), with an interval and a test against 0.

    Args:
        values: one value per video, shape (n,), in [0, 1].
        marked: which videos are compared with the others, shape (n,).
        group: number of the group of each video, where groups are known.

    >>> found = rank_separation(np.array([0.1, 0.2, 0.7, 0.9]), np.array([False, False, True, True]))
    >>> found.estimate.value, found.p_value
    (1.0, None)
    """
    test = "Cliff's delta, Student over videos" if group is None else "Cliff's delta, Student over groups"
    n = int(values.size)
    sample = Sample(values, marked)
    if not sample.two_classes:
        return _untested(group, n, test)
    auc, influence = auc_influence(sample)
    return _difference(2 * auc - 1, 2 * influence, group, n, test)


def ranking_contrast(p: Floats, fake: Flags, high: Flags, group: Grouping | None = None) -> Difference:
    """AUC where something is higher in fakes, less the AUC where it is higher in reals.

    Fakes that have it are ranked against reals that lack it, then fakes that lack it against reals that have it. Whoever
    does not care ranks both alike. (The AUC inside the values does not compare the two: what varies in a score for another
    reason than the label is held constant there, so that it can be higher than the AUC over all.)

    Args:
        p: P(fake) of each video, shape (n,).
        fake: whether it is fake, shape (n,).
        high: whether it has much of something, shape (n,).
        group: number of the group of each video, where groups are known.

    >>> p, fake = np.array([0.6, 0.7, 0.2, 0.9]), np.array([False, True, False, True])
    >>> ranking_contrast(p, fake, np.array([True, False, False, True])).estimate.value
    0.0
    """
    test = "difference of AUCs, Student over videos" if group is None else "difference of AUCs, Student over groups"
    n = int(p.size)
    influence = np.zeros(n)
    value = 0.0
    for sign, chosen in ((1.0, fake == high), (-1.0, fake != high)):
        part = Sample(p[chosen], fake[chosen])
        if not part.two_classes:
            return _untested(group, n, test)
        auc, moves = auc_influence(part)
        value += sign * auc
        influence[chosen] = sign * moves
    return _difference(value, influence, group, n, test)


def _standard(values: Floats) -> Floats | None:
    if values.size < 2:
        return None
    ranks = np.asarray(rankdata(values), dtype=np.float64)
    spread = float(ranks.std())
    return (ranks - ranks.mean()) / spread if spread > 0 else None


def _untested(group: Grouping | None, n: int, test: str) -> Difference:
    return Difference(estimate=Estimate.undefined(n=n, groups=count_groups(group), method=test), test=test)


def _difference(value: float, influence: Floats, group: Grouping | None, n: int, test: str) -> Difference:
    untested, warning = _untested(group, n, test), few_groups(group)
    units = float(n) if group is None else effective_groups(group)
    if units < FEW_TO_CORRELATE:
        return replace(untested, estimate=untested.estimate.with_value(value, None, None, warning))
    clusters = Clusters.of(group, n)
    spread = clusters.spread(influence)
    # Without groups the spread is that of n videos and known from n − 1 of them.
    df = spread.df if group is not None else float(n - 2)
    # Where the data show no spread at all (every pair in order), that of unrelated values takes its place.
    low, high, p = tested(value, spread.variance, df, 1 / math.sqrt(units - 1))
    return replace(untested, estimate=untested.estimate.with_value(value, low, high, warning), p_value=p)
