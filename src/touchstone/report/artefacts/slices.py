"""Performance by part of the footage."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from touchstone.conclusions.metrics import Slice

from .base import Contrast, Measured, Part, finite


class SliceResult(Part):
    """One part of the videos."""

    column: str = Field(description="what was sliced by: method, dataset, source or an indicator of the domain")
    name: str = Field(description="value of the column, or range of the bin")
    low: float | None = Field(description="smallest value of the bin; null for names")
    high: float | None = Field(description="largest value of the bin; null for names")
    real: int
    fake: int
    accuracy: Measured
    auc: Measured
    accuracy_difference: Contrast = Field(description="slice − rest at equal label, Benjamini–Hochberg over all slices")
    auc_difference: Contrast = Field(description="slice − rest, corrected likewise")
    note: str | None = Field(description="why it was not tested; null where it was")

    @classmethod
    def of(cls, part: Slice) -> Self:
        """The slice, as an artefact holds it."""
        return cls(
            column=part.column,
            name=part.name,
            low=finite(part.low),
            high=finite(part.high),
            real=part.real,
            fake=part.fake,
            accuracy=Measured.of(part.accuracy),
            auc=Measured.of(part.auc),
            accuracy_difference=Contrast.of(part.accuracy_difference),
            auc_difference=Contrast.of(part.auc_difference),
            note=part.note,
        )
