"""The result of an analysis of footage or an examination of scores, also of a finished run that is loaded."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from textwrap import shorten

import polars as pl

from touchstone.conclusions.diagnosis import Finding, headlines
from touchstone.conclusions.examination import DetectorExamination, Examination
from touchstone.conclusions.metrics import Estimate
from touchstone.conclusions.prescription import EnsembleAdvice, Phase, Prescription
from touchstone.report import Written, percent, score, signed
from touchstone.runs import RunConclusions
from touchstone.vocabulary.errors import RunError

from .shown import Shown, empty_folder
from .tables import TableFrame, Tables

_RATES = ("accuracy", "real_accuracy", "fake_accuracy", "bias", "auc")


class RunResult(Shown):
    """The result of a run: its tables and the conclusions from them.

    Attributes:
        folder: the run folder; a temporary one is removed together with this object.
        tables: the tables of the run as polars data frames: ``result.tables.scores``.
    """

    def __init__(
        self,
        folder: Path,
        tables: Mapping[str, pl.DataFrame],
        conclusions: Callable[[], Written | RunConclusions],
        temporary: Path | None = None,
    ) -> None:
        self.folder = folder
        self.tables = Tables(tables)
        self._draw = conclusions
        if temporary is not None:
            weakref.finalize(self, shutil.rmtree, temporary, ignore_errors=True)

    @cached_property
    def _drawn(self) -> Written | RunConclusions:
        return self._draw()

    @property
    def examined(self) -> Examination:
        """What was measured, before causes are looked for."""
        return self._drawn.examined

    @property
    def detectors(self) -> tuple[DetectorExamination, ...]:
        """One examination per detector: performance, slices, cues …"""
        return self.examined.detectors

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Causes and symptoms, the gravest first."""
        return self._drawn.findings

    @property
    def prescription(self) -> Prescription:
        """What is advised for each detector, for the ensemble, and in which order."""
        return self._drawn.prescription

    @property
    def ensemble(self) -> EnsembleAdvice:
        """Which way to combine the detectors the data support, and why."""
        return self.prescription.ensemble

    @property
    def roadmap(self) -> tuple[Phase, ...]:
        """Five phases of work; every task with its evidence and the command that checks it."""
        return self.prescription.phases

    @property
    def report(self) -> Path | None:
        """The report; ``None`` if none was written."""
        page = self.folder / "report.html"
        return page if page.is_file() else None

    @cached_property
    def performance(self) -> TableFrame:
        """One row per detector: verdict, priority, ``n``, and each rate with its 95 % interval (``auc``, ``auc_low`` …).

        A specialist is judged on the videos of its own domain, as everywhere. Rates are null if a detector scored nothing.
        """
        priorities = {advice.detector: advice.priority for advice in self.prescription.detectors}
        rows: list[dict[str, object]] = []
        for detector in self.detectors:
            name, n = detector.name, None if detector.performance is None else detector.performance.accuracy.n
            row: dict[str, object] = {
                "detector": name,
                "verdict": detector.assessment.word,
                "priority": priorities[name],
                "n": n,
            }
            for rate in _RATES:
                estimate: Estimate | None = getattr(detector.performance, rate, None)
                for suffix, field in (("", "value"), ("_low", "low"), ("_high", "high")):
                    row[rate + suffix] = getattr(estimate, field, None)
            rows.append(row)
        words = {"detector": pl.String, "verdict": pl.String, "priority": pl.String, "n": pl.Int64}
        numbers = {rate + suffix: pl.Float64 for rate in _RATES for suffix in ("", "_low", "_high")}
        return TableFrame(pl.DataFrame(rows, schema={**words, **numbers}))

    def save(self, folder: str | Path) -> Path:
        """Copy the run folder to another folder, which becomes the folder of this result.

        Args:
            folder: a new or empty folder.

        Returns:
            The report in it.

        Raises:
            RunError: the folder is not empty.
        """
        target = Path(folder)
        if not empty_folder(target):
            raise RunError(f"{target} is not empty; choose another folder")
        shutil.copytree(self.folder, target, ignore=shutil.ignore_patterns(".lock"), dirs_exist_ok=True)
        self.folder = target
        return target / "report.html"

    def _shown(self) -> tuple[str, list[tuple[str, ...]], Sequence[Finding], list[tuple[str, str]]]:
        footage, question = self.examined.footage, self.examined.question
        heading = f"{footage.real} real and {footage.fake} fake videos; fake if P(fake) ≥ {question.threshold:g}"
        rows: list[tuple[str, ...]] = [("detector", "verdict", "accuracy", "bias", "AUC", "priority")]
        priorities = {advice.detector: advice.priority for advice in self.prescription.detectors}
        for detector in self.detectors:
            p = detector.performance
            rates = ("–", "–", "–") if p is None else (percent(p.accuracy), signed(p.bias), score(p.auc))
            rows.append((detector.name, detector.assessment.word, *rates, priorities[detector.name]))
        rest = [("ensemble", shorten(self.ensemble.because, 140, placeholder=" …"))] if self.detectors else []
        rest += [("report", str(self.report))] if self.report is not None else []
        return heading, rows, list(headlines(self.findings)), rest
