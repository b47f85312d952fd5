"""What an inspection of checkpoints leaves for its readers: ``analysis/findings.json`` and a small page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from touchstone import __version__
from touchstone.conclusions.diagnosis import CODES, Finding
from touchstone.vocabulary.tables import write_bytes

from .artefacts import Findings, Provenance
from .checkpoints import checkpoint_facts, pair_facts
from .page import render_inspection


def write_inspection(
    folder: Path, command: str, when: str, tables: Mapping[str, pl.DataFrame], findings: tuple[Finding, ...]
) -> Path:
    """Write ``analysis/findings.json`` and ``report.html``; returns the page.

    Args:
        folder: where to.
        command: the command that makes it.
        when: time, ISO 8601.
        tables: the ``detectors`` and ``tensors`` tables.
        findings: what was found, the gravest first.
    """
    run = Provenance(
        started=when,
        scored=when,
        touchstone=__version__,
        command=command,
        threshold=0.5,
        aggregation="mean",
        # Nothing is scored; the two settings above decide nothing here.
        settings={
            "footage": None,
            "sha256": {r["detector"]: r["sha256"] for r in tables["detectors"].iter_rows(named=True)},
        },
    )
    meanings = {code: CODES[code].meaning for code in sorted({f.code for f in findings})}
    made = Findings(run=run, meanings=meanings, findings=findings)
    text = json.dumps(made.model_dump(mode="json"), indent=2, ensure_ascii=False, allow_nan=False)
    write_bytes(folder / "analysis" / "findings.json", (text + "\n").encode())
    page = folder / "report.html"
    html = render_inspection(command, when, checkpoint_facts(tables), pair_facts(tables), findings)
    write_bytes(page, html.encode())
    return page
