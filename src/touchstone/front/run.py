"""The result of an analysis of footage or an examination of scores, also of a finished run that is loaded."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from textwrap import shorten
from typing import Any, Never

import polars as pl

from touchstone.conclusions.diagnosis import Finding, headlines
from touchstone.conclusions.examination import DetectorExamination, Examination, Question
from touchstone.conclusions.metrics import Estimate, Independence
from touchstone.conclusions.prescription import EnsembleAdvice, Phase, Prescription
from touchstone.report import (
    MOST_GAPS,
    Written,
    coverage_sentences,
    gap_sentences,
    independence_sentences,
    one_answer_sentences,
    operating_sentences,
    percent,
    score,
    signed,
    split_sentences,
    verdict_cell,
)
from touchstone.runs import RunConclusions, RunFolder, save_run
from touchstone.vocabulary.allowed import checked, path_of
from touchstone.vocabulary.errors import UsageError

from .door import python_door
from .shown import Shown
from .tables import TableFrame, Tables

NOTES = 3
"""Most notes that are shown: the last, because what was left out comes after how each column was read."""

_RATES = ("accuracy", "real_accuracy", "fake_accuracy", "bias", "auc")


class RunResult(Shown):
    """The result of a run: its tables and the conclusions from them.

    It cannot be pickled: save it, and load the folder where it is needed.

    Attributes:
        folder: the run folder; a temporary one is removed together with this object and its copies.
        tables: the tables of the run as polars data frames: ``result.tables.scores``.
        question: threshold, aggregation and the rest of how scores are read, which the conclusions are for.
    """

    def __init__(
        self,
        folder: Path,
        *,
        record: Mapping[str, Any],
        tables: Mapping[str, pl.DataFrame],
        question: Question,
        conclusions: Callable[[], Written | RunConclusions],
        temporary: Path | None = None,
    ) -> None:
        self.folder = folder
        self.tables = Tables(tables)
        self.question = question
        self._record = record
        self._draw = conclusions
        self._keeper = None if temporary is None else _Keeper(temporary)

    def __copy__(self) -> RunResult:
        """Another object for the same run; a temporary folder stays until both are gone."""
        copied = RunResult.__new__(RunResult)
        vars(copied).update(vars(self))
        return copied

    def __deepcopy__(self, _memo: dict[int, object]) -> RunResult:
        return self.__copy__()

    def __reduce__(self) -> Never:
        raise UsageError(
            "a result cannot be pickled; save it with result.save(FOLDER) and open it with ts.load(FOLDER)"
        )

    @cached_property
    @python_door
    def _drawn(self) -> Written | RunConclusions:
        return self._draw()

    @property
    def notes(self) -> tuple[str, ...]:
        """How the data were read, and what was left out or overridden, one line each."""
        return tuple(self._record.get("notes", ()))

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
    def independence(self) -> Independence | None:
        """What is assumed of the videos where no groups are known, and what the intervals are if it does not hold."""
        return self.examined.independence

    @property
    def ensemble(self) -> EnsembleAdvice:
        """Which way to combine the detectors the data support, and why."""
        return self.prescription.ensemble

    @property
    def roadmap(self) -> tuple[Phase, ...]:
        """Five phases of work; every task with its evidence and the command that checks it."""
        return self.prescription.phases

    @property
    def too_few_scores(self) -> tuple[str, ...]:
        """One sentence for each detector with real scores for a smaller share of the videos than ``min_coverage``."""
        return self.examined.too_few_scores

    @property
    def report(self) -> Path | None:
        """The report; ``None`` if the folder holds none of this threshold and aggregation, which :meth:`save` writes."""
        folder = RunFolder(self.folder)
        record = folder.record() if folder.report.is_file() else None
        concluded = None if record is None else record.get("conclusions")
        if record is None or concluded is None or Question(**concluded) != self.question:
            return None
        return folder.report if record.get("started") == self._record.get("started") else None

    @cached_property
    def performance(self) -> TableFrame:
        """One row per detector: verdict, priority, ``n``, ``coverage``, and each rate with its 95 % interval (``auc_low`` …).

        ``calls_everything`` is ``fake`` or ``real`` for a detector that calls at least 95 % of each class so, else null.
        ``coverage`` is the share of all videos for which it has a real score; ``n`` counts those that the rates rest on.

        A specialist is judged on the videos of its own domain, as everywhere. Rates are null if a detector scored nothing.
        """
        priorities = {advice.detector: advice.priority for advice in self.prescription.detectors}
        rows: list[dict[str, object]] = []
        for detector in self.detectors:
            name, n = detector.name, None if detector.performance is None else detector.performance.accuracy.n
            row: dict[str, object] = {
                "detector": name,
                "verdict": detector.assessment.word,
                "calls_everything": getattr(detector.assessment.one_answer, "called", None),
                "priority": priorities[name],
                "n": n,
                "coverage": None if detector.coverage is None else detector.coverage.share,
            }
            for rate in _RATES:
                estimate: Estimate | None = getattr(detector.performance, rate, None)
                for suffix, field in (("", "value"), ("_low", "low"), ("_high", "high")):
                    row[rate + suffix] = getattr(estimate, field, None)
            rows.append(row)
        words = {
            "detector": pl.String,
            "verdict": pl.String,
            "calls_everything": pl.String,
            "priority": pl.String,
            "n": pl.Int64,
            "coverage": pl.Float64,
        }
        numbers = {rate + suffix: pl.Float64 for rate in _RATES for suffix in ("", "_low", "_high")}
        return TableFrame(pl.DataFrame(rows, schema={**words, **numbers}))

    @cached_property
    def gaps(self) -> TableFrame:
        """One row per detector, property and measure: its worst ``group``, the measure there with its 95 % interval and ``n``,
        that ``minus_rest``, ``p`` after Holm over all of the detector, and whether it is ``beyond_chance``; the surest first.
        """
        rows: list[dict[str, object]] = []
        for detector in self.detectors:
            for gap in detector.gaps:
                row: dict[str, object] = {"detector": detector.name, "property": gap.column, "group": gap.name}
                row |= {"measure": gap.measure, "n": gap.worst.n, "p": gap.gap.p, "beyond_chance": gap.beyond_chance}
                for name, estimate in (("value", gap.worst), ("minus_rest", gap.gap.estimate)):
                    row |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
                rows.append(row)
        words = dict.fromkeys(("detector", "property", "group", "measure"), pl.String)
        limits = [name + suffix for name in ("value", "minus_rest") for suffix in ("", "_low", "_high")]
        numbers = {"n": pl.Int64, **dict.fromkeys(limits, pl.Float64), "p": pl.Float64, "beyond_chance": pl.Boolean}
        return TableFrame(pl.DataFrame(rows, schema={**words, **numbers}))

    @python_door
    def save(self, folder: str | Path, *, raw_csv: bool = False) -> Path:
        """Write this result to another folder, which becomes its folder: tables, JSON files and report.

        The report is that of this result, also where the folder that it is from was examined again at another threshold.

        Args:
            folder: a new or empty folder.
            raw_csv: write CSV cells that begin with ``=``, ``+``, ``-``, ``@``, tab or a line break as they are. Otherwise an
                apostrophe before them keeps spreadsheets from running them.

        Returns:
            The report in it.

        Raises:
            RunError: the folder is not empty, or the folder that the result is from is gone or holds another run.
            FileError: the folder cannot be written.
        """
        target = RunFolder(path_of("folder", folder))
        raw = checked("raw_csv", raw_csv)
        written = save_run(RunFolder(self.folder), target, self._record, self.tables, self._drawn, raw_csv=raw)
        self.folder = target.path
        return written.report

    @python_door
    def _shown(self) -> tuple[str, list[tuple[str, ...]], Sequence[Finding], list[tuple[str, str]]]:
        footage, question = self.examined.footage, self.examined.question
        heading = f"{footage.real} real and {footage.fake} fake videos; fake if P(fake) ≥ {question.threshold:g}"
        rows: list[tuple[str, ...]] = [("detector", "verdict", "accuracy", "bias", "AUC", "priority")]
        priorities = {advice.detector: advice.priority for advice in self.prescription.detectors}
        for detector in self.detectors:
            p = detector.performance
            rates = ("–", "–", "–") if p is None else (percent(p.accuracy), signed(p.bias), score(p.auc))
            rows.append((detector.name, verdict_cell(detector.assessment), *rates, priorities[detector.name]))
        rest = [("decisions", sentence) for sentence in one_answer_sentences(self.examined)]
        rest += [("split", sentence) for sentence in split_sentences(self.examined.split)]
        rest += [("coverage", sentence) for sentence in (*coverage_sentences(self.examined), *self.too_few_scores)]
        rest += [("threshold", sentence) for sentence in operating_sentences(self.examined, self.findings)]
        rest += [("intervals", it.removeprefix("Intervals: ")) for it in independence_sentences(self.independence)]
        rest += [
            ("properties", shorten(text, 140, placeholder=" …")) for text in gap_sentences(self.examined)[:MOST_GAPS]
        ]
        rest += [("ensemble", shorten(self.ensemble.because, 140, placeholder=" …"))] if self.detectors else []
        more = len(self.notes) - NOTES
        rest += [("note", shorten(note, 140, placeholder=" …")) for note in self.notes[-NOTES:]]
        rest += [("notes", f"{more} earlier in .notes")] if more > 0 else []
        rest += [("report", str(self.report))] if self.report is not None else []
        return heading, rows, list(headlines(self.findings)), rest


class _Keeper:
    """Removes a temporary folder when the last result that holds it is gone, or the process ends."""

    def __init__(self, temporary: Path) -> None:
        weakref.finalize(self, shutil.rmtree, temporary, ignore_errors=True)
