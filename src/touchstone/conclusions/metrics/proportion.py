"""Proportions: Wilson's interval, on the effective number of videos where groups are known."""

from __future__ import annotations

import math

from touchstone.vocabulary.odds import sigmoid

from .arrays import Flags
from .clusters import Clusters, Grouping, count_groups, effective_groups
from .estimate import Estimate
from .quantiles import Z, t_quantile
from .reliability import rate_warning

LARGEST_GAIN = 4.0
"""Groups whose errors cancel by accident must not count as any number of videos."""


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % score interval (1927) of a share of ``n`` units; ``n`` need not be whole.

    >>> low, high = wilson(1.0, 10)
    >>> round(low, 3), high
    (0.722, 1.0)
    """
    z2 = Z * Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # Rounding must not push a boundary value out of its own interval.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def logit_limits(value: float, error: float, df: float) -> tuple[float, float]:
    """95 % limits of a number in (0, 1) with standard error ``error``, symmetric on the logit scale.

    >>> low, high = logit_limits(0.9, 0.03, math.inf)
    >>> round(low, 3), round(high, 3)
    (0.824, 0.945)
    """
    centre = math.log(value / (1 - value))
    half = t_quantile(df) * error / (value * (1 - value))
    return float(sigmoid(centre - half)), float(sigmoid(centre + half))


def effective_size(hits: Flags, group: Grouping) -> float:
    """How many independent videos tell as much about the share of hits as these do, including the price of
    few groups.

    The design effect is the cluster-robust variance over the binomial one (Kish 1965); the number of videos
    is divided by it, and by (t / z)² for a variance that is itself known from few groups (Korn & Graubard
    1998). A design effect below 1 is believed: groups that hold both labels do have one, since what helps a
    group's fakes hurts its real ones (cutting it at 1 made the interval of the accuracy cover 99 %, see
    docs/coverage.md). Where all videos agree, nothing can be learnt about their dependence, and every group
    counts as one video.
    """
    n = hits.size
    groups = effective_groups(group)
    share = float(hits.mean())
    if groups <= 1.0 or share in (0.0, 1.0):
        return groups
    spread = Clusters.of(group, n).spread((hits - share) / n)
    if spread.variance <= 0:
        return groups
    independent = min(LARGEST_GAIN * n, share * (1 - share) / spread.variance)
    return max(1.0, independent * (Z / t_quantile(spread.df)) ** 2)


def proportion(hits: Flags, group: Grouping | None = None) -> Estimate:
    """Share of ``hits`` with its interval.

    Args:
        hits: one truth value per video.
        group: number of the group of each video, where groups are known.

    >>> import numpy as np
    >>> print(proportion(np.array([True] * 9 + [False])))
    0.900 [0.596, 0.982], n = 10
    """
    n = int(hits.size)
    if group is None:
        method, groups, size = "Wilson", None, float(n)
    else:
        method, groups = "Wilson on the effective n", count_groups(group)
        size = effective_size(hits, group) if n else 0.0
    nothing = Estimate.undefined(n=n, groups=groups, method=method)
    if n == 0:
        return nothing
    share = float(hits.mean())
    low, high = wilson(share, size)
    return nothing.with_value(share, low, high, rate_warning(group, share))
