"""What another way to decide is worth on the same videos."""

from __future__ import annotations

import numpy as np

from .arrays import Flags
from .clusters import Clusters
from .differences import Difference, tested
from .estimate import Estimate
from .reliability import few_groups
from .sample import Sample, effective_counts


def balanced_gain(sample: Sample, before: Flags, after: Flags, weight: float = 0.5) -> Difference:
    """Balanced accuracy of the decisions ``after`` less that of ``before``, paired over the same videos.

    Args:
        sample: the videos; their scores are not looked at.
        before: whether each video is called fake, shape (n,).
        after: the same by the other way.
        weight: of the fake accuracy, in (0, 1); that of the real accuracy is 1 less this.

    Each of n videos of a label that changes sides moves the value by its weight over n. To the variance over groups, one
    change in either direction is added for each label, so that it is never 0 where nothing changed.

    >>> sample = Sample(np.array([0.1, 0.2, 0.3, 0.4]), np.array([False, False, True, True]))
    >>> balanced_gain(sample, sample.p >= 0.5, sample.p >= 0.25).estimate.value
    0.5
    """
    n, test = len(sample), "normal" if sample.group is None else "Student over groups"
    nothing = Estimate.undefined(n=n, groups=sample.groups, method=test)
    if not sample.two_classes:
        return Difference(estimate=nothing, test=test)
    change = (after == sample.fake).astype(np.float64) - (before == sample.fake)
    value, influence = 0.0, np.zeros(n)
    weights = {True: weight, False: 1 - weight}
    for label in (False, True):
        labelled = sample.fake == label
        count = int(np.count_nonzero(labelled))
        mean = float(change[labelled].mean())
        value += weights[label] * mean
        influence[labelled] = weights[label] * (change[labelled] - mean) / count
    spread = Clusters.of(sample.group, n, sample.fake).spread(influence)
    units = zip((weight, 1 - weight), effective_counts(sample), strict=True)
    unseen = sum((share / max(count, 1.0)) ** 2 for share, count in units)
    low, high, p = tested(value, spread.variance + unseen, spread.df, 1.0)
    return Difference(estimate=nothing.with_value(value, low, high, few_groups(sample.group)), p_value=p, test=test)
