"""Facts of the run that a report needs besides the tables, and the files that it writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import Examination
from touchstone.conclusions.prescription import Prescription
from touchstone.vocabulary.laps import TimeSpent


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Facts of a run that its tables do not hold.

    Attributes:
        command: the command that makes such a run.
        started: when it was started, ISO 8601.
        scored: when the last video was scored, ISO 8601.
        touchstone: version of Touchstone that wrote it.
        settings: the settings that decided its tables, as in ``run.json``.
        times: where the time went; ``None`` where that was not asked for.
    """

    command: str
    started: str
    scored: str
    touchstone: str
    settings: dict[str, Any]
    times: TimeSpent | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Written:
    """What a report consists of.

    Attributes:
        folder: the run folder.
        report: the page.
        files: every file that was written, the page among them.
        run: facts of the run.
        examined: the examination that the files describe.
        findings: the findings, the most severe first.
        prescription: what is advised.
    """

    folder: Path
    report: Path
    files: tuple[Path, ...]
    run: Run
    examined: Examination
    findings: tuple[Finding, ...]
    prescription: Prescription
