"""A scale, and marks that templates draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlotScale:
    """Maps ``low … high`` linearly to ``start … end``, in units of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Position of a value, rounded to a tenth; what lies outside is drawn at the edge."""
        span = self.high - self.low
        share = 0.5 if span <= 0 else min(1.0, max(0.0, (value - self.low) / span))
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its label and its tooltip; ``size`` is a radius."""

    x: float
    y: float
    label: str
    tip: str
    size: float = 3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its label and its tooltip."""

    x: float
    y: float
    width: float
    height: float
    label: str
    tip: str
