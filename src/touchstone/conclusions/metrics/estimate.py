"""The one type in which a measured number travels: value, interval, and how much data it rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from .quantiles import UPPER, Z, t_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measured number with its 95 % interval.

    Attributes:
        value: the point estimate; ``None`` where the data do not define it (no fakes, say): then so are both
            limits.
        low: lower limit of the interval; ``None`` where none can be given.
        high: upper limit of the interval.
        n: videos (or other units) that it rests on.
        groups: groups among them; ``None`` where groups are not known and every unit is assumed independent.
        method: how the interval was made, in a few words: ``Wilson``, ``cluster bootstrap``, ``DeLong`` …
        warning: why the interval is not to be trusted at its nominal level; ``None`` where it can
            be trusted.

    >>> print(Estimate(value=0.7, low=0.604, high=0.781, n=100, groups=None, method="Wilson"))
    0.700 [0.604, 0.781], n = 100
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    groups: int | None
    method: str
    warning: str | None = None

    @classmethod
    def undefined(cls, *, n: int, groups: int | None, method: str, warning: str | None = None) -> Estimate:
        """What the data do not define: no value, and no limits."""
        return cls(value=None, low=None, high=None, n=n, groups=groups, method=method, warning=warning)

    def with_value(self, value: float, low: float | None, high: float | None, warning: str | None = None) -> Estimate:
        """The same n, groups and method with a value and its limits."""
        return replace(self, value=value, low=low, high=high, warning=warning)

    def at_once(self, numbers: int) -> Estimate:
        """The same number with the interval that holds for so many of them at once (Bonferroni; scaled as a normal one).

        >>> print(Estimate(value=0.5, low=0.4, high=0.6, n=100, groups=None, method="logistic").at_once(2))
        0.500 [0.386, 0.614], n = 100
        """
        if self.limits is None or numbers <= 1:
            return self
        value, low, high = self.limits
        wider = t_quantile(math.inf, 1 - (1 - UPPER) / numbers) / Z
        return replace(self, low=value - wider * (value - low), high=value + wider * (high - value))

    @property
    def limits(self) -> tuple[float, float, float] | None:
        """Value, lower and upper limit; ``None`` where there is no interval."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return self.value, self.low, self.high

    def above(self, limit: float) -> bool:
        """Whether the whole interval lies above ``limit``."""
        return self.low is not None and self.low > limit

    def below(self, limit: float) -> bool:
        """Whether the whole interval lies below ``limit``."""
        return self.high is not None and self.high < limit

    def __str__(self) -> str:
        count = f"n = {self.n}" + (f" in {self.groups} groups" if self.groups is not None else "")
        if self.value is None:
            return f"not defined, {count}"
        if self.low is None or self.high is None:
            return f"{self.value:.3f}, no interval, {count}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}], {count}"
