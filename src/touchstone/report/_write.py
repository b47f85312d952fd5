"""Everything that a run leaves for its readers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from touchstone.diagnosis import Finding
from touchstone.examination import Examination
from touchstone.prescription import Prescription

from ._run import Run, Written


def write_report(
    folder: Path,
    run: Run,
    tables: Mapping[str, pl.DataFrame],
    examined: Examination,
    findings: tuple[Finding, ...],
    prescription: Prescription,
) -> Written:
    """Write ``analysis/`` and ``report.html``."""
    return Written(folder, folder / "report.html", (), run, examined, findings, prescription)
