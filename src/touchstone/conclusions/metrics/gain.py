"""What another way to decide is worth on the same videos."""

from __future__ import annotations

import numpy as np

from .arrays import Flags
from .clusters import Clusters
from .differences import Difference, tested
from .estimate import Estimate
from .reliability import few_groups
from .sample import Sample, effective_counts


def balanced_gain(sample: Sample, before: Flags, after: Flags) -> Difference:
    """Balanced accuracy of the decisions ``after`` less that of ``before``, paired over the same videos.

    Args:
        sample: the videos; their scores are not looked at.
        before: whether each video is called fake, shape (n,).
        after: the same by the other way.

    Each of n videos of a label that changes sides moves the value by 1/(2n). To the variance over groups, one change in
    either direction is added for each label, so that it is never 0 where nothing changed.

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
    for label in (False, True):
        labelled = sample.fake == label
        count = int(np.count_nonzero(labelled))
        mean = float(change[labelled].mean())
        value += mean / 2
        influence[labelled] = (change[labelled] - mean) / (2 * count)
    spread = Clusters.of(sample.group, n, sample.fake).spread(influence)
    unseen = sum(1 / (4 * max(units, 1.0) ** 2) for units in effective_counts(sample))
    low, high, p = tested(value, spread.variance + unseen, spread.df, 1.0)
    return Difference(estimate=nothing.with_value(value, low, high, few_groups(sample.group)), p_value=p, test=test)
