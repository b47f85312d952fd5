"""From the tables of a run to everything that it says: examination, diagnosis, prescription, report."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Any

from touchstone.diagnosis import diagnose
from touchstone.errors import RunError
from touchstone.examination import Question, examine
from touchstone.metrics import Aggregation
from touchstone.prescription import prescribe
from touchstone.report import Run, Written, write_report
from touchstone.tables import TABLES, read_table

from ._folder import RunFolder


@dataclass(frozen=True, slots=True)
class Conclusions:
    """Settings that decide nothing about the tables.

    Attributes:
        threshold: P(fake) from which on a video counts as fake.
        aggregation: how the scores of a video's frames become one: ``mean``, ``median``, ``max``, ``mean_logit``.
    """

    threshold: float = 0.5
    aggregation: Aggregation = "mean"


def conclude(folder: RunFolder, conclusions: Conclusions) -> Written:
    """Write ``analysis/`` and ``report.html`` from the tables of a run.

    Raises:
        RunError: the folder holds no run, or one whose scoring is not complete.
    """
    record = folder.record()
    if record is None:
        raise RunError(f"{folder.path} holds no run; start one with: touchstone analyze")
    if record["scored"] is None:
        raise RunError(f"{folder.path}: scoring is not complete; the same touchstone analyze continues it")
    tables = {name: read_table(table, folder.tables) for name, table in TABLES.items()}
    run = _run(record)
    examined = examine(tables, Question(conclusions.threshold, conclusions.aggregation))
    findings = diagnose(examined, tables, run.command)
    prescription = prescribe(examined, findings, run.command)
    return write_report(folder.path, run, tables, examined, findings, prescription)


def _run(record: dict[str, Any]) -> Run:
    settings = record["settings"]
    command = ["touchstone", "analyze", settings["corpus"], "--detectors", settings["detectors_path"], "--out", "NEW"]
    return Run(
        command=shlex.join(command),
        started=record["started"],
        scored=record["scored"],
        touchstone=record["touchstone"],
        settings=settings,
    )
