"""A specialist on its own ground: its indicators, what the footage can tell, planted defects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from touchstone.conclusions.examination import Along, ConditionResult, Planted, SpecialistExamination

from .indicators import describe


@dataclass(frozen=True, slots=True, kw_only=True)
class AlongIndicator:
    """The specialist along one indicator.

    Attributes:
        unit: unit of the indicator.
        meaning: what it measures.
        along: the examination.
    """

    unit: str
    meaning: str
    along: Along

    @classmethod
    def of(cls, along: Along) -> Self:
        """With unit and meaning of the indicator."""
        unit, meaning = describe(along.indicator)
        return cls(unit=unit, meaning=meaning, along=along)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundResult:
    """A specialist on its own ground.

    Attributes:
        scored: videos that it stands on.
        along: indicators of the domain, the clearest dependence first.
        conditions: which grounds this footage can decide about.
        planted: detection of planted defects; ``None`` where none are known.
    """

    scored: int
    along: tuple[AlongIndicator, ...]
    conditions: tuple[ConditionResult, ...]
    planted: Planted | None

    @classmethod
    def of(cls, ground: SpecialistExamination) -> Self:
        """What the detailed file holds of the examination, beside the guide's metrics."""
        along = tuple(AlongIndicator.of(indicator) for indicator in ground.along)
        return cls(scored=ground.scored, along=along, conditions=ground.conditions, planted=ground.planted)
