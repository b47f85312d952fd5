"""A difference of two measured numbers, with its interval and test."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .estimate import Estimate
from .quantiles import SIGNIFICANT, t_quantile, two_sided_p


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference, its interval, and how probable one as large would be by chance.

    Attributes:
        estimate: the difference with its interval.
        p_value: two-sided; ``None`` where there is no difference to test.
        test: name of the test.
        p_adjusted: the same after correction for all comparisons made together; ``None`` where only one was
            made.
        correction: name of that correction.
    """

    estimate: Estimate
    p_value: float | None = None
    test: str
    p_adjusted: float | None = None
    correction: str | None = None

    @property
    def p(self) -> float | None:
        """The corrected p where there is one, else the p of this test alone."""
        return self.p_value if self.p_adjusted is None else self.p_adjusted

    @property
    def significant(self) -> bool:
        """Whether that p counts as a finding."""
        return self.p is not None and self.p <= SIGNIFICANT

    def __str__(self) -> str:
        if self.p is None:
            return str(self.estimate)
        corrected = "" if self.correction is None else f" ({self.correction})"
        return f"{self.estimate}, p = {self.p:.3g}{corrected}"


def joined_limits(
    first: tuple[float, float, float], second: tuple[float, float, float], link: float
) -> tuple[float, float]:
    """Limits of first − second from both (value, low, high), by the method of variance estimates recovery.

    Args:
        first: value, lower and upper limit.
        second: the same of what is subtracted.
        link: correlation of the two estimates (Zou 2007).
    """
    value = first[0] - second[0]

    def half(a: float, b: float) -> float:
        return math.sqrt(max(0.0, a * a + b * b - 2 * link * a * b))

    low = value - half(first[0] - first[1], second[2] - second[0])
    return low, value + half(first[2] - first[0], second[0] - second[1])


def tested(value: float, variance: float, df: float, at_most: float) -> tuple[float, float, float]:
    """Lower limit, upper limit and p value of a difference that lies in [−1, 1].

    Where the data show no spread at all, ``at_most``, the largest standard error possible, takes its place:
    unknown is not the same as certain.
    """
    error = math.sqrt(variance) if variance > 1e-30 else at_most
    half = t_quantile(df) * error
    p = two_sided_p(value / error, df) if error > 0 else 1.0
    return max(-1.0, value - half), min(1.0, value + half), p
