"""``overall_analysis_summary.json``: what to read first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.diagnosis import CAUSES
from touchstone.conclusions.examination import DetectorExamination, SplitChoice
from touchstone.conclusions.prescription import Priority, Task

from .base import Artefact
from .material import Material, file_of, in_one_line, model_name
from .performers import performers


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """One analysis that was done.

    Attributes:
        name: the analysis.
        status: that it was done.
        file: the file that holds it, in the same folder.
    """

    name: str
    status: Literal["success"] = "success"
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One analysis that could not be done.

    Attributes:
        name: the analysis.
        status: that it could not be done.
        error: why.
        file: the file that holds what is known, in the same folder.
    """

    name: str
    status: Literal["failed"] = "failed"
    error: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorPriority:
    """How urgent one detector is.

    Attributes:
        detector: its name.
        priority: HIGH, MEDIUM or LOW.
        reason: the number or finding that decided the priority.
    """

    detector: str
    priority: Priority
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallSummary(Artefact):
    """What the run says as a whole.

    Attributes:
        analysis_timestamp: when the last video was scored, ISO 8601.
        split: the split that everything rests on, and how much better detectors look on the training split; ``None`` where all
            videos are judged.
        analyses_completed: what was done.
        analyses_failed: what could not be done.
        model_performances: detector → accuracy; ``None`` where it scored nothing.
        assessments: detector → what the footage supports about it.
        critical_issues: the problems that phase 1 of the roadmap addresses.
        training_priorities: detector and priority, the most urgent first.
        priorities: the same with the reason.
        overall_recommendations: on the ensemble, on the footage, then on what is critical.
        system_wide_recommendations: those of them that concern the run as a whole.
    """

    analysis_timestamp: str
    split: SplitChoice | None
    analyses_completed: tuple[Completed, ...]
    analyses_failed: tuple[Failed, ...]
    model_performances: dict[str, float | None]
    assessments: dict[str, str]
    critical_issues: tuple[str, ...]
    training_priorities: tuple[tuple[str, Priority], ...]
    priorities: tuple[DetectorPriority, ...]
    overall_recommendations: tuple[str, ...]
    system_wide_recommendations: tuple[str, ...]


_URGENCY: dict[Priority, int] = {"HIGH": 0, "MEDIUM": 1, "LOW": 2}
_SYSTEM = ("ensemble", "footage")


def overview(material: Material) -> OverallSummary:
    """Sum up the run."""
    examined, prescription = material.examined, material.prescription
    done = [Completed(name=model_name(d), file=_file(d)) for d in examined.scored]
    if examined.scored:
        done.append(Completed(name="all detectors", file=_ALL))
    lost = [
        Failed(name=model_name(d), error=d.assessment.statement, file=_file(d))
        for d in examined.detectors
        if d.performance is None
    ]
    urgent = sorted(prescription.detectors, key=lambda p: _URGENCY[p.priority])
    tasks = [task for phase in prescription.phases for task in phase.tasks]
    counted = [d for file in examined.counted for d in file.detectors]
    if counted:
        done.append(Completed(name="detectors by counts", file="counted_detectors.json"))
    system = [prescription.ensemble.because, *(task.action for task in tasks if task.model in _SYSTEM)]
    critical = prescription.phases[0].tasks if prescription.phases else ()
    return OverallSummary(
        run=material.provenance,
        analysis_timestamp=material.run.scored,
        split=examined.split,
        analyses_completed=tuple(done),
        analyses_failed=tuple(lost),
        model_performances={d.name: d.overall.accuracy.value if d.overall else None for d in examined.detectors}
        | {d.subject: d.accuracy.value for d in counted},
        assessments={d.name: in_one_line(d.assessment) for d in examined.detectors}
        | {d.subject: d.statement for d in counted},
        critical_issues=tuple(_issue(task) for task in critical),
        training_priorities=tuple((p.detector, p.priority) for p in urgent),
        priorities=tuple(
            DetectorPriority(detector=p.detector, priority=p.priority, reason=p.priority_reason) for p in urgent
        ),
        overall_recommendations=(
            *(p.statement for p in performers(examined) if p is not None),
            *system,
            *(f"{task.model}: {task.action}" for task in critical if task.model not in _SYSTEM),
        ),
        system_wide_recommendations=tuple(system),
    )


_ALL = "comprehensive_model_analysis.json"


def _file(detector: DetectorExamination) -> str:
    return file_of(detector.domain.key) if detector.domain else _ALL


def _issue(task: Task) -> str:
    """The problem, not the remedy: the finding's meaning and its first piece of evidence."""
    meaning = "; ".join(CAUSES[code].meaning for code in task.findings)
    return f"{task.model}: " + (f"{meaning}: " if meaning else "") + task.evidence[0].statement
