"""What is asked of a specialist on its own ground, as data: the footage it takes, and the metrics of docs/guide.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NEEDED = 20
"""Videos of each label below which nothing is said of a ground: with 20, a rate is known to ±20 points."""


@dataclass(frozen=True, slots=True)
class Range:
    """Values of one indicator; a video on which it was not measured lies in no range.

    Attributes:
        indicator: column of the indicators.
        low: smallest value that counts; ``None`` for any.
        high: first value that no longer counts; ``None`` for any.
    """

    indicator: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """Footage of one kind: the videos that lie in all ranges.

    Attributes:
        name: what such clips are called.
        ranges: all have to hold.
    """

    name: str
    ranges: tuple[Range, ...]


def level(name: str, indicator: str, low: float | None = None, high: float | None = None) -> Level:
    """A level of one range."""
    return Level(name, (Range(indicator, low, high),))


@dataclass(frozen=True, slots=True)
class Condition:
    """Footage without which nothing can be said of a specialist's ground.

    Attributes:
        key: name of the condition.
        asks: the ground that it decides about.
        levels: kinds of footage.
        least: so many of the levels have to be there, with ``NEEDED`` videos of either label each.
    """

    key: str
    asks: str
    levels: tuple[Level, ...]
    least: int = 1


MeasureKind = Literal["detection", "accuracy", "handling", "sensitivity"]


@dataclass(frozen=True, slots=True)
class GroundMeasure:
    """A metric of the guide, by what is measured.

    Attributes:
        key: its name in the files.
        kind: ``detection``: fakes caught where the indicator is extreme, beside the false alarms there; ``accuracy``: accuracy
            there; ``handling``: accuracy there less that of the rest, at equal label; ``sensitivity``: rank
            correlation of P(fake) with the indicator inside label.
        indicator: column of the indicators.
        definition: what is measured, in one sentence.
        side: which third of the footage counts as extreme.
        limit: value that an extreme video has to reach as well, so that there is anything to see; ``None`` for none.
    """

    key: str
    kind: MeasureKind
    indicator: str
    definition: str
    side: Literal["upper", "lower"] = "upper"
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked of the specialist of one domain.

    Attributes:
        conditions: footage without which nothing can be said.
        measures: metrics of the guide.
    """

    conditions: tuple[Condition, ...]
    measures: tuple[GroundMeasure, ...]
