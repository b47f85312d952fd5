"""A specialist on planted defects, as an artefact holds it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from touchstone.conclusions.examination import Planted

from .base import Contrast, Measured, Part


class PlantedDefect(Part):
    """Fakes with one planted defect, at one dose or at all."""

    intervention: str
    dose: float | None = Field(description="null for all doses together")
    unit: str
    fake: int
    caught: Measured
    auc: Measured = Field(description="against the real videos")
    dose_trend: Contrast | None = Field(description="rank correlation of P(fake) with the dose; null at a single dose")


class PlantedDefects(Part):
    """The specialist on planted defects of its own domain, and on those of others."""

    verdict: Literal["specialised", "not specialised", "cannot tell"]
    statement: str
    own: int = Field(description="fakes with a defect of its domain")
    other: int = Field(description="fakes with defects of other domains only")
    real: int
    own_caught: Measured
    other_caught: Measured
    false_alarms: Measured
    own_auc: Measured = Field(description="own defects against real videos")
    other_auc: Measured = Field(description="defects of other domains against real videos")
    own_against_other: Measured = Field(description="AUC of own defects against those of others; 0.5 where equal")
    defects: tuple[PlantedDefect, ...]

    @classmethod
    def of(cls, p: Planted) -> Self:
        """The comparison, as an artefact holds it."""
        rates = ("own_caught", "other_caught", "false_alarms", "own_auc", "other_auc", "own_against_other")
        return cls(
            verdict=p.verdict,
            statement=p.statement,
            own=p.own,
            other=p.other,
            real=p.real,
            **{name: Measured.of(getattr(p, name)) for name in rates},
            defects=tuple(
                PlantedDefect(
                    intervention=d.intervention,
                    dose=d.dose,
                    unit=d.unit,
                    fake=d.fake,
                    caught=Measured.of(d.caught),
                    auc=Measured.of(d.auc),
                    dose_trend=Contrast.of(d.trend) if d.trend else None,
                )
                for d in p.defects
            ),
        )
