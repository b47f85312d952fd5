"""What an inspection of checkpoints writes: ``analysis/findings.json`` and a small page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from touchstone import __version__
from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import Question
from touchstone.vocabulary.tables import write_bytes

from .artefacts import Findings, Provenance
from .checkpoints import checkpoint_facts, pair_facts
from .page import render_inspection
from .run import Run
from .serialise import to_json


def write_inspection(
    folder: Path, command: str, when: str, tables: Mapping[str, pl.DataFrame], findings: tuple[Finding, ...]
) -> Path:
    """Write ``analysis/findings.json`` and ``report.html``; returns the page.

    Args:
        folder: where to.
        command: the command that makes it.
        when: time, ISO 8601.
        tables: the ``detectors`` and ``tensors`` tables.
        findings: what was found, the most severe first.
    """
    # Nothing is scored, so threshold and aggregation have no effect here.
    hashes = {r["detector"]: r["sha256"] for r in tables["detectors"].iter_rows(named=True)}
    settings = {"footage": None, "sha256": hashes}
    run = Run(command=command, started=when, scored=when, touchstone=__version__, settings=settings)
    file = Findings.of(Provenance(run=run, question=Question()), findings)
    write_bytes(folder / "analysis" / "findings.json", to_json(file))
    page = folder / "report.html"
    html = render_inspection(command, when, checkpoint_facts(tables), pair_facts(tables), findings)
    write_bytes(page, html.encode())
    return page
