"""From the tables of a run to its conclusions: examination, diagnosis, prescription and report."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from os.path import realpath
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree
from typing import Any

import polars as pl

from touchstone.conclusions.diagnosis import Finding, diagnose
from touchstone.conclusions.examination import Examination, Question, examine, tables_of
from touchstone.conclusions.prescription import Prescription, prescribe
from touchstone.report import Run, Written, write_report
from touchstone.vocabulary.defaults import (
    FRAMES_PER_VIDEO,
    SEED,
    TIMEOUT,
    WINDOW,
    Aggregation,
    JudgedSplit,
    MissingScores,
)
from touchstone.vocabulary.errors import RunError, TableError
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.tables import TABLES, Table, read_table, write_table

from .folder import OtherRunError, RunFolder
from .record import times_of

# Only footage whose defects are known has truth, only score files have counts and rejected rows, only tables state properties.
_MAY_LACK = {"truth", "counts", "rejected", "properties"}

_REPAIR = "put it back from a copy, or repeat the command that made the run, which fills its tables again"

_CHOSEN_FACES = ("dlib", "cascade")
"""What ``--faces auto`` becomes; the command of a run with one of these does not name it."""

_MANY = 100_000
"""Number of scores at which every step is reported, because the steps take a while."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunConclusions:
    """The conclusions from the tables of a run.

    Attributes:
        run: facts of the run.
        examined: what was measured, before causes are looked for.
        findings: causes and symptoms, the gravest first.
        prescription: what is advised.
    """

    run: Run
    examined: Examination
    findings: tuple[Finding, ...]
    prescription: Prescription


def question_of(
    folder: RunFolder,
    *,
    threshold: float | None = None,
    aggregation: Aggregation | None = None,
    split: JudgedSplit | None = None,
    missing: MissingScores | None = None,
    min_coverage: float | None = None,
    prevalence: float | None = None,
    cost: float | None = None,
) -> Question:
    """The values given here, otherwise those last used in this run, otherwise the defaults."""
    before = Question(**(_record_if_whole(folder).get("conclusions") or {}))
    said = {
        "threshold": threshold, "aggregation": aggregation, "split": split, "missing": missing, "min_coverage": min_coverage,
        "prevalence": prevalence, "cost": cost,
    }  # fmt: skip
    return replace(before, **{name: value for name, value in said.items() if value is not None})


def _record_if_whole(folder: RunFolder) -> Mapping[str, Any]:
    try:
        return folder.record() or {}
    except OtherRunError:  # a command that can make the run again does; the others say so when they read its tables
        return {}


def read_tables(folder: RunFolder) -> dict[str, pl.DataFrame]:
    """The tables of a run, by their names.

    Raises:
        RunError: the folder holds no run, one whose scoring is not complete, or one whose tables are damaged.
    """
    folder.scored_record()
    folder.check_inside()
    try:
        return _whole_tables(folder)
    except TableError as error:
        raise RunError(f"{error}; {_REPAIR}") from error


def tables_are_whole(folder: RunFolder, note: Callable[[str], None]) -> bool:
    """Whether the tables of a run are there and need not be filled; what is damaged is noted, and not trusted any more."""
    if (folder.record() or {}).get("scored") is None:
        return False
    try:
        _whole_tables(folder)
    except TableError as error:
        note(f"{error}; the tables are filled again")
        folder.note("scored", None)
        return False
    return True


def _whole_tables(folder: RunFolder) -> dict[str, pl.DataFrame]:
    """The tables of a run that is scored.

    Raises:
        TableError: a file is missing, or is not as it was when scoring ended, or breaks its schema.
    """
    for name in sorted(TABLES.keys() - _MAY_LACK):
        if not (folder.tables / f"{name}.parquet").is_file():
            raise TableError(f"{folder.tables / name}.parquet is missing")
    for path in folder.damaged():
        raise TableError(f"{path} is damaged: its checksum is not the one in run.json")
    return {name: _read_whole(table, folder.tables) for name, table in TABLES.items()}


def _read_whole(table: Table, folder: Path) -> pl.DataFrame:
    try:
        return read_table(table, folder)
    except TableError as error:
        raise TableError(f"{folder / table.name}.parquet is damaged ({error})") from error


def draw_conclusions(
    record: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    question: Question,
    say: Callable[[str], None] | None = None,
) -> RunConclusions:
    """Examine, diagnose and prescribe from the tables of a run; nothing is read or written.

    Args:
        record: what ``run.json`` says of the run, from :meth:`RunFolder.record`.
        tables: its tables, from :func:`read_tables`.
        question: how scores are read.
        say: called with every step before it begins, if there are so many scores that the steps take a while.
    """
    run = Run(
        command=_command(record, question), started=record["started"], scored=record["scored"],
        touchstone=record["touchstone"], settings={**record["named"], **record["settings"]},
        times=times_of(record),
    )  # fmt: skip
    tell = _teller(say, tables)
    examined = examine(tables, question, tell)
    tell("looking for causes")
    findings = diagnose(examined, tables_of(tables, examined.split), run.command)
    prescription = prescribe(examined, findings, run.command)
    return RunConclusions(run=run, examined=examined, findings=findings, prescription=prescription)


def conclude(
    folder: RunFolder,
    question: Question | None = None,
    say: Callable[[str], None] | None = None,
    *,
    raw_csv: bool = False,
    laps: Laps | None = None,
) -> Written:
    """Write ``analysis/`` and ``report.html`` from the tables of a run.

    Args:
        folder: of the run.
        question: how scores are read; as last time if ``None``.
        say: called with every step before it begins, if there are so many scores that the steps take a while.
        raw_csv: leave cells of the CSV file as they are that a spreadsheet would run as formulas.
        laps: where the time went until now, which is kept with the run; ``None`` keeps what is there.

    Raises:
        RunError: the folder holds no run, or one whose scoring is not complete.
    """
    folder.check_inside()
    folder.put_back(say or (lambda _: None))
    tables = read_tables(folder)
    with (laps or Laps()).of("conclusions"):
        drawn = draw_conclusions(folder.record() or {}, tables, question or question_of(folder), say)
    if laps is not None:
        times = laps.times(cores())
        folder.note("times", asdict(times))
        drawn = replace(drawn, run=replace(drawn.run, times=times))
    _teller(say, tables)("writing the report")
    written = _write(folder.path, drawn, tables, raw_csv=raw_csv)
    folder.note("conclusions", asdict(drawn.examined.question))
    return written


def save_run(
    source: RunFolder,
    target: RunFolder,
    record: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    drawn: RunConclusions | Written,
    *,
    raw_csv: bool = False,
) -> Written:
    """Write a run to another folder: its tables, and the report of these conclusions, whichever ``source`` holds now.

    Args:
        source: the folder that the tables are from; what else is in it, such as scores given in memory, is copied.
        target: a new or empty folder, outside ``source``.
        record: what ``run.json`` said when the tables were read.
        tables: its tables.
        drawn: its conclusions.
        raw_csv: leave cells of the CSV file as they are that a spreadsheet would run as formulas.

    Raises:
        RunError: ``source`` is gone or holds another run by now; ``target`` is not empty, or inside ``source``.
    """
    now = source.record()
    if now is None or any(now.get(name) != record.get(name) for name in ("settings", "started")):
        raise RunError(f"{source.path} no longer holds the run of this result; run it again")
    if Path(realpath(target.path)).is_relative_to(realpath(source.path)):
        raise RunError(f"{target.path} is inside {source.path}, which is copied; choose another folder")
    target.check_empty()
    before = target.path.exists()
    try:
        return _copied(source, target, record, tables, drawn, raw_csv=raw_csv)
    except BaseException:
        rmtree(target.path, ignore_errors=True)
        if before:
            target.path.mkdir(exist_ok=True)
        raise


def _copied(
    source: RunFolder,
    target: RunFolder,
    record: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    drawn: RunConclusions | Written,
    *,
    raw_csv: bool,
) -> Written:
    written_anew = (source.tables.name, source.analysis.name, source.report.name, "run.json")
    ignored = ignore_patterns(".*", "parts", "again", *written_anew)
    copytree(source.path, target.path, ignore=ignored, dirs_exist_ok=True)
    for name, table in TABLES.items():
        write_table(tables[name], table, target.tables)
    written = _write(target.path, drawn, tables, raw_csv=raw_csv)
    target.write({**record, "conclusions": asdict(drawn.examined.question), "checksums": target.checksums()})
    return written


def _write(
    folder: Path, drawn: RunConclusions | Written, tables: Mapping[str, pl.DataFrame], *, raw_csv: bool
) -> Written:
    return write_report(
        folder, run=drawn.run, tables=tables_of(tables, drawn.examined.split), examined=drawn.examined, findings=drawn.findings,
        prescription=drawn.prescription, raw_csv=raw_csv,
    )  # fmt: skip


def _command(record: Mapping[str, Any], question: Question) -> str:
    """The command that makes this run again in a new folder, with every option that is not at its default."""
    named, settings = record["named"], record["settings"]
    if named.get("command") == "scores":
        command = ["touchstone", "scores", *named["arguments"], *named["options"], "--out", "NEW"]
        defaults: dict[str, Any] = {}
    else:
        command = ["touchstone", "analyze", named["corpus"], "--detectors", named["detectors"], "--out", "NEW"]
        defaults = {
            "max_videos_per_class": None,
            "seed": SEED,
            "frames": FRAMES_PER_VIDEO,
            "window": WINDOW,
            "timeout": TIMEOUT,
        }
    chosen = {name: settings[name] for name in defaults}
    chosen |= asdict(question)
    defaults |= asdict(Question())
    faces = settings.get("faces")
    if faces is not None and faces not in _CHOSEN_FACES:
        command += ["--faces", faces]
    command += ["--only-scores"] if settings.get("only_scores") else []
    for name, value in chosen.items():
        if value != defaults[name]:
            command += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join(command)


def _teller(say: Callable[[str], None] | None, tables: Mapping[str, pl.DataFrame]) -> Callable[[str], None]:
    """Reports the steps if there are so many scores that they take a while."""
    return say if say is not None and tables["scores"].height >= _MANY else lambda _: None
