"""Means of measured values per video, and the spread of such values, with intervals that respect groups."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .arrays import Floats
from .clusters import Clusters, Grouping, count_groups, effective_groups
from .estimate import Estimate
from .proportion import wilson
from .quantiles import t_quantile
from .reliability import few_groups


def mean_estimate(
    values: Floats, group: Grouping | None = None, *, low: float = -math.inf, high: float = math.inf
) -> Estimate:
    """Mean with Student's interval, over groups where they are known.

    Args:
        values: one finite value per video.
        group: number of the group of each video.
        low: smallest possible value; the interval is cut there.
        high: largest possible value. Where all values agree and both bounds are finite, the interval is
            Wilson's, as if the mean were a share: no variable within the bounds varies more than one that
            only takes the two bounds.

    >>> print(mean_estimate(np.array([0.0, 1.0, 2.0, 3.0])))
    1.500 [-0.554, 3.554], n = 4
    """
    n = int(values.size)
    method = "Student" if group is None else "Student over groups"
    nothing = Estimate.undefined(n=n, groups=count_groups(group), method=method)
    if n == 0:
        return nothing
    value = float(values.mean())
    spread = Clusters.of(group, n).spread((values - value) / n)
    units = float(n) if group is None else effective_groups(group)
    if spread.variance <= 1e-30 or units <= 1.0:
        if math.isinf(low) or math.isinf(high):
            return nothing.with_value(value, None, None, "the spread is unknown, so no interval can be given")
        below, above = wilson((value - low) / (high - low), max(units, 1.0))
        nothing = replace(nothing, method=f"{method}, Wilson without spread")
        return nothing.with_value(value, low + below * (high - low), low + above * (high - low), few_groups(group))
    df = spread.df if group is not None else n - 1.0
    half = t_quantile(df) * math.sqrt(spread.variance)
    return nothing.with_value(value, max(low, value - half), min(high, value + half), few_groups(group))


def deviation_estimate(values: Floats, group: Grouping | None, span: float) -> Estimate:
    """Standard deviation (divisor n) of values that lie within an interval of length ``span``."""
    n = int(values.size)
    nothing = Estimate.undefined(n=n, groups=count_groups(group), method="delta method")
    if n < 2:
        return nothing
    centred = values - values.mean()
    variance = float(np.square(centred).mean())
    value = math.sqrt(variance)
    spread = Clusters.of(group, n).spread((np.square(centred) - variance) / n)
    units = float(n) if group is None else effective_groups(group)
    if spread.variance <= 1e-30 or units <= 1.0 or value == 0.0:
        # At most this share of videos can have been missed; each could lie a whole span away.
        share = min(0.5, wilson(0.0, max(units, 1.0))[1])
        top = max(value, span * math.sqrt(share * (1 - share)))
        nothing = replace(nothing, method="delta method, Wilson without spread")
        return nothing.with_value(value, 0.0, top, few_groups(group))
    df = spread.df if group is not None else n - 1.0
    half = t_quantile(df) * math.sqrt(spread.variance) / (2 * value)
    return nothing.with_value(value, max(0.0, value - half), min(span / 2, value + half), few_groups(group))
