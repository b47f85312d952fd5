"""Quantiles and tail probabilities of the normal and of Student's t, as plain floats."""

from __future__ import annotations

import math
from functools import lru_cache

from scipy import special

LEVEL = 0.95
"""Every interval of this package is a 95 % interval."""

LOWER, UPPER = 0.025, 0.975
"""What lies below its two limits."""

Z = 1.959963984540054
"""The standard normal's quantile at ``UPPER``."""

SIGNIFICANT = 0.05
"""Largest p value, corrected where there were several comparisons, that counts as a finding."""

CLEARLY = 0.01
"""Largest p that counts where nothing else supports a finding."""


@lru_cache(maxsize=4096)
def t_quantile(df: float, upper: float = UPPER) -> float:
    """Quantile of Student's t; the normal one for infinite ``df``.

    >>> round(t_quantile(9.0), 3), round(t_quantile(math.inf), 3)
    (2.262, 1.96)
    """
    if math.isinf(df):
        return float(special.ndtri(upper))
    return float(special.stdtrit(df, upper))


def two_sided_p(statistic: float, df: float = math.inf) -> float:
    """Probability of a deviation at least as large as ``statistic`` in either direction.

    >>> round(two_sided_p(1.959964), 4)
    0.05
    """
    size = abs(statistic)
    tail = special.ndtr(-size) if math.isinf(df) else special.stdtr(df, -size)
    return min(1.0, 2.0 * float(tail))


def sign_test_p(gained: int, lost: int) -> float:
    """Probability of a split at least as uneven as ``gained`` to ``lost`` if both were equally likely;
    two-sided, exact.

    >>> sign_test_p(5, 0)
    0.0625
    """
    if gained + lost == 0:
        return 1.0
    return min(1.0, 2.0 * float(special.bdtr(min(gained, lost), gained + lost, 0.5)))
