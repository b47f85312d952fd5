"""``training_roadmap.json``, ``findings.json`` and ``ensemble.json``: conclusions as they were drawn."""

from __future__ import annotations

from pydantic import Field

from touchstone.conclusions.diagnosis import CODES, Finding
from touchstone.conclusions.prescription import Member, Priority, RuleResult, Task

from .base import Artefact, Measured, Part, Provenance
from .material import Material


class RoadmapPhase(Part):
    """One phase; without tasks it says why."""

    phase: int = Field(ge=1, le=5)
    name: str
    duration: str
    priority: Priority
    tasks: tuple[str, ...] = Field(description="what to do, one sentence each")
    empty_because: str | None = Field(description="why nothing stands here; null where something does")
    details: tuple[Task, ...] = Field(description="the same tasks with evidence, exit criterion and check")


class Roadmap(Artefact):
    """Five phases, whose tasks are this run's findings."""

    created_at: str = Field(description="when the last video was scored, ISO 8601")
    phases: tuple[RoadmapPhase, ...]


class Findings(Artefact):
    """Causes and symptoms, the gravest first."""

    findings: tuple[Finding, ...]
    meanings: dict[str, str] = Field(description="what each code that occurs means")


class JudgedRule(Part):
    """One way to combine, judged on what it was not fitted on."""

    rule: str
    held_out: str = Field(description="what was held out whole: groups, generators or sources")
    parts: int = Field(description="parts held out")
    wins: int = Field(description="parts in which it ranks better than the best single detector")
    auc: Measured = Field(description="held-out AUC")
    gain: Measured | None = Field(description="AUC less that of the best single detector, paired; null for itself")
    beats_best_single: bool = Field(description="whether the whole interval of the gain lies above 0")


class MemberPart(Part):
    """What one detector brings."""

    detector: str
    gain: Measured | None = Field(
        description="AUC of the mean rank of all, less that without it; null where it stands alone"
    )
    shapley: float | None = Field(description="its share of what all reach above an AUC of 0.5")


class SharedErrors(Part):
    """How alike two detectors err."""

    first: str
    second: str
    correlation: Measured = Field(description="rank correlation of their scores inside each label")


class Ensemble(Artefact):
    """The ensemble that the data support."""

    recommended: str | None = Field(description="the rule; null where the data support none")
    because: str = Field(description="why, with the numbers")
    leader: str | None = Field(description="detector that ranks best; null where none is shown to rank")
    weights: dict[str, float] = Field(description="detector → its share under the recommended rule")
    members: tuple[Member, ...]
    rules: tuple[JudgedRule, ...] = Field(
        description="simplest first, under the hardest way of holding out; empty where none could be judged"
    )
    milder: tuple[JudgedRule, ...] = Field(description="the same under milder ways of holding out")
    contributions: tuple[MemberPart, ...] = Field(description="what each detector that takes part brings")
    shared_errors: tuple[SharedErrors, ...] = Field(description="every pair of detectors that take part")
    silent: str | None = Field(description="what is answered where some members are silent; null where none is")


def roadmap(material: Material) -> Roadmap:
    """The roadmap, its tasks as sentences and in full."""
    phases = tuple(
        RoadmapPhase(
            phase=phase.phase,
            name=phase.name,
            duration=phase.duration,
            priority=phase.priority,
            tasks=tuple(f"{task.model}: {task.action}" for task in phase.tasks),
            empty_because=phase.empty_because,
            details=phase.tasks,
        )
        for phase in material.prescription.phases
    )
    return Roadmap(run=_run(material), created_at=material.run.scored, phases=phases)


def findings_file(material: Material) -> Findings:
    """All findings, and what their codes mean."""
    codes = sorted({code for f in material.findings for code in (f.code, *f.explains)})
    meanings = {code: CODES[code].meaning for code in codes}
    return Findings(run=_run(material), findings=material.findings, meanings=meanings)


def ensemble(material: Material) -> Ensemble:
    """The ensemble's advice."""
    advised = material.prescription.ensemble
    return Ensemble(
        run=_run(material),
        recommended=advised.recommended,
        because=advised.because,
        leader=advised.leader,
        weights={member.detector: member.weight for member in advised.members},
        members=advised.members,
        rules=tuple(_judged(rule) for rule in advised.rules),
        milder=tuple(_judged(rule) for rule in advised.milder),
        contributions=tuple(
            MemberPart(detector=m.detector, gain=Measured.of(m.gain) if m.gain else None, shapley=m.shapley)
            for m in advised.members
            if m.shapley is not None
        ),
        shared_errors=tuple(
            SharedErrors(first=p.first, second=p.second, correlation=Measured.of(p.correlation)) for p in advised.pairs
        ),
        silent=advised.silent,
    )


def _judged(rule: RuleResult) -> JudgedRule:
    return JudgedRule(
        rule=rule.rule,
        held_out=rule.held_out,
        parts=rule.parts,
        wins=rule.wins,
        auc=Measured.of(rule.auc),
        gain=Measured.of(rule.gain) if rule.gain else None,
        beats_best_single=rule.beats_best_single,
    )


def _run(material: Material) -> Provenance:
    return Provenance.of(material.run, material.examined.question)
