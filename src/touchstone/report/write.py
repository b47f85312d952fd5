"""Writes everything that a run has for its readers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import Examination
from touchstone.conclusions.prescription import Prescription
from touchstone.vocabulary.tables import csv_bytes, write_bytes

from .artefacts import FILES, Artefact, Material, detailed_analyses, file_of
from .page import render
from .run import Run, Written
from .serialise import to_json


def write_report(
    folder: Path,
    run: Run,
    tables: Mapping[str, pl.DataFrame],
    examined: Examination,
    findings: tuple[Finding, ...],
    prescription: Prescription,
    *,
    raw_csv: bool = False,
) -> Written:
    """Write ``analysis/*.json``, ``analysis/per_video_scores.csv`` and ``report.html``; a file is written whole or not at all.

    A domain's file from an earlier run is removed if this run has no detector of that domain.

    Args:
        folder: the run folder.
        run: facts of the run.
        tables: its tables.
        examined: its examination.
        findings: what was found, the most severe first.
        prescription: what is advised.
        raw_csv: leave cells of the CSV file as they are that a spreadsheet would run as formulas.
    """
    material = Material.of(run, tables, examined, findings, prescription)
    analysis = folder / "analysis"
    artefacts: dict[str, Artefact] = {file_of(key): file for key, file in detailed_analyses(material).items()}
    artefacts |= {name: file for name, (_, make) in FILES.items() if (file := make(material)) is not None}
    files: list[Path] = []
    for name, artefact in artefacts.items():
        files.append(analysis / name)
        write_bytes(files[-1], to_json(artefact))
    of_every_run = {analysis / name for name in FILES}
    for stale in {*analysis.glob(file_of("*")), *(path for path in of_every_run if path.is_file())} - set(files):
        stale.unlink()
    files.append(analysis / "per_video_scores.csv")
    write_bytes(files[-1], csv_bytes(material.rows, raw=raw_csv))
    page = folder / "report.html"
    files.append(page)
    write_bytes(page, render(material).encode("utf-8", "backslashreplace"))
    return Written(
        folder=folder,
        report=page,
        files=tuple(files),
        run=run,
        examined=examined,
        findings=findings,
        prescription=prescription,
    )
