"""What can be measured on footage without a model, as data: names, units, ranges, words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

IndicatorLevel = Literal["frame", "clip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number that is measured on footage.

    Attributes:
        name: column of the ``frames`` or ``clips`` table.
        level: ``frame`` (needs one picture) or ``clip`` (needs time or sound).
        unit: unit of the value; ``""`` for a pure number.
        low: smallest possible value.
        high: largest possible value; ``inf`` where there is none.
        meaning: what it says, in one line.
        source: paper or standard of the method.
    """

    name: str
    level: IndicatorLevel
    unit: str
    low: float
    high: float
    meaning: str
    source: str


def catalogue(level: IndicatorLevel, rows: Iterable[tuple[str, str, float, float, str, str]]) -> tuple[Indicator, ...]:
    """Indicators of one level from rows of name, unit, low, high, meaning, source."""
    return tuple(
        Indicator(name=name, level=level, unit=unit, low=low, high=high, meaning=meaning, source=source)
        for name, unit, low, high, meaning, source in rows
    )
