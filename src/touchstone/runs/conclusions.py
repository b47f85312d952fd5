"""From the tables of a run to everything that it says: examination, diagnosis, prescription, report."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import Question, examine
from touchstone.conclusions.metrics import Aggregation
from touchstone.conclusions.prescription import prescribe
from touchstone.report import Run, Written, write_report
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import TABLES, read_table

from .folder import RunFolder

# Only footage whose defects are known has truth, only score files have counts and rejected rows.
_MAY_LACK = {"truth", "counts", "rejected"}


_CHOSEN_FACES = ("dlib", "cascade")
"""What ``--faces auto`` becomes; a run with one of these needs no word about it in its command."""

_MANY = 100_000
"""Scores from which on the steps are told, because they take more than a moment."""


@dataclass(frozen=True, slots=True)
class Conclusions:
    """Settings that decide nothing about the tables.

    Attributes:
        threshold: P(fake) from which on a video counts as fake.
        aggregation: how the scores of a video's frames become one: ``mean``, ``median``, ``max``, ``mean_logit``.
    """

    threshold: float = 0.5
    aggregation: Aggregation = "mean"


def conclude(
    folder: RunFolder, conclusions: Conclusions | None = None, say: Callable[[str], None] | None = None
) -> Written:
    """Write ``analysis/`` and ``report.html`` from the tables of a run.

    Args:
        folder: the run.
        conclusions: how its scores are read; as the last time where ``None``.
        say: told what is being done, where there is so much of it that one waits.

    Raises:
        RunError: the folder holds no run, or one whose scoring is not complete.
    """
    record = folder.record()
    if record is None:
        raise RunError(f"{folder.path} holds no run; start one with: touchstone analyze, or touchstone scores")
    if record["scored"] is None:
        raise RunError(f"{folder.path}: scoring is not complete; the same command continues it")
    for name in TABLES.keys() - _MAY_LACK:
        if not (folder.tables / f"{name}.parquet").is_file():
            raise RunError(f"{folder.tables / name}.parquet is gone; put it back, or analyse anew into another --out")
    if conclusions is None:
        conclusions = Conclusions(**(record.get("conclusions") or {}))
    tables = {name: read_table(table, folder.tables) for name, table in TABLES.items()}
    run = Run(
        command=_command(record, conclusions),
        started=record["started"],
        scored=record["scored"],
        touchstone=record["touchstone"],
        settings={**record["named"], **record["settings"]},
    )
    tell = say if say is not None and tables["scores"].height >= _MANY else _silent
    tell(f"examining {tables['scores'].height:,} scores of {tables['videos'].height:,} videos")
    examined = examine(tables, Question(conclusions.threshold, conclusions.aggregation))
    tell("looking for causes")
    findings = diagnose(examined, tables, run.command)
    tell("comparing ways to combine the detectors")
    prescription = prescribe(examined, findings, run.command)
    tell("writing the report")
    written = write_report(folder.path, run, tables, examined, findings, prescription)
    folder.note("conclusions", asdict(conclusions))
    return written


def _command(record: dict[str, Any], conclusions: Conclusions) -> str:
    """The command that makes such a run into a new folder, with every option that was not left at its default."""
    named, settings = record["named"], record["settings"]
    if named.get("command") == "scores":
        command = ["touchstone", "scores", *named["arguments"], *named["options"], "--out", "NEW"]
        defaults: dict[str, Any] = {}
    else:
        command = ["touchstone", "analyze", named["corpus"], "--detectors", named["detectors"], "--out", "NEW"]
        defaults = {"max_videos_per_class": None, "seed": 0, "frames": 8, "window": 2.0, "timeout": 300.0}
    chosen = {name: settings[name] for name in defaults}
    chosen |= asdict(conclusions)
    defaults |= asdict(Conclusions())
    faces = settings.get("faces")
    if faces is not None and faces not in _CHOSEN_FACES:
        command += ["--faces", faces]
    for name, value in chosen.items():
        if value != defaults[name]:
            command += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join(command)


def _silent(_text: str) -> None:
    """Say nothing."""
