"""The result of an inspection of checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from touchstone.conclusions.diagnosis import Finding
from touchstone.vocabulary.allowed import path_of

from .door import python_door
from .shown import Shown
from .tables import Tables

if TYPE_CHECKING:  # needs torch; examining scores must work without it
    from touchstone.runs.inspection import Inspection


class CheckpointResult(Shown):
    """What was found in one checkpoint or several, without footage.

    Attributes:
        inspection: everything that was read from each file.
        tables: ``detectors`` (one row per file) and ``tensors`` (one row per tensor or block of one).
    """

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.tables = Tables(inspection.tables)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, the gravest first."""
        return self.inspection.findings

    @property
    def report(self) -> Path | None:
        """The report; ``None`` until it is written."""
        return self.inspection.report

    @python_door
    def save(self, folder: str | Path) -> Path:
        """Write ``tables/``, ``analysis/findings.json`` and ``report.html``; return the path of the report.

        Raises:
            RunError: the folder holds something else.
            FileError: the folder cannot be written.
        """
        from touchstone.runs.inspection import save_inspection

        self.inspection = save_inspection(self.inspection, path_of("folder", folder))
        assert self.inspection.report is not None, "a saved inspection has a page"
        return self.inspection.report

    def _shown(self) -> tuple[str, list[tuple[str, ...]], Sequence[Finding], list[tuple[str, str]]]:
        files = self.tables.detectors.select("detector", "layout", "parameters", "status", "reason").rows()
        rows = [("checkpoint", "layout", "parameters", "status")]
        for name, layout, parameters, status, reason in files:
            count = "–" if parameters is None else f"{parameters:,}"
            rows.append((name, layout or "–", count, status if reason is None else f"{status}: {reason}"))
        what = "checkpoint" if len(files) == 1 else "checkpoints"
        rest = [] if self.report is None else [("report", str(self.report))]
        return f"{len(files)} {what}, {len(self.findings)} finding(s)", rows, self.findings, rest
