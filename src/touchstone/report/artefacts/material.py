"""Everything from which the artefacts and the page are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import polars as pl

from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import Assessment, DetectorExamination, Examination
from touchstone.conclusions.prescription import DetectorPrescription, Prescription

from ..rows import complete_rows
from ..run import Run
from ..words import shown
from .base import Provenance


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Material:
    """Tables and conclusions of a run.

    Attributes:
        run: its facts.
        tables: its tables; absent tables are not used.
        examined: its examination.
        findings: its findings, the most severe first.
        prescription: what is advised.
        rows: one row per detector × video, complete.
    """

    run: Run
    tables: Mapping[str, pl.DataFrame]
    examined: Examination
    findings: tuple[Finding, ...]
    prescription: Prescription
    rows: pl.DataFrame

    @classmethod
    def of(
        cls,
        run: Run,
        tables: Mapping[str, pl.DataFrame],
        examined: Examination,
        findings: tuple[Finding, ...],
        prescription: Prescription,
    ) -> Self:
        """Collect everything, and complete the video rows."""
        return cls(
            run=run,
            tables=tables,
            examined=examined,
            findings=findings,
            prescription=prescription,
            rows=complete_rows(examined, tables),
        )

    @property
    def provenance(self) -> Provenance:
        """Where all numbers come from."""
        return Provenance(run=self.run, question=self.examined.question)

    def rows_of(self, detector: str) -> pl.DataFrame:
        """The complete video rows of one detector."""
        return self.rows.filter(pl.col("detector") == detector)

    def scores_of(self, detector: str) -> pl.DataFrame:
        """Its rows of the ``scores`` table."""
        return self.tables["scores"].filter(pl.col("detector") == detector)

    def advice_for(self, detector: str) -> DetectorPrescription:
        """What is advised for it."""
        return next(p for p in self.prescription.detectors if p.detector == detector)

    def findings_of(self, subject: str) -> tuple[Finding, ...]:
        """What was found about a detector, or about ``footage``."""
        return tuple(f for f in self.findings if f.subject == subject)


def model_name(detector: DetectorExamination) -> str:
    """Its name for readers: the name of its domain's specialist, followed by its own name where the two differ."""
    if detector.domain is None:
        return detector.name
    if detector.name == detector.domain.key:
        return detector.domain.name
    return f"{detector.domain.name} ({detector.name})"


def in_one_line(assessment: Assessment) -> str:
    """Word and sentence of an assessment in one line, the word once; before them what it calls everything, if it does."""
    word, statement = shown(assessment.word), assessment.statement
    both = statement if statement.startswith(word) else f"{word}: {statement}"
    return both if assessment.one_answer is None else f"{assessment.one_answer.statement}; {both}"


def file_of(domain: str) -> str:
    """Name of the detailed file of a domain."""
    return f"{domain}_model_detailed_analysis.json"
