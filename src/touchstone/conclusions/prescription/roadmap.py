"""The roadmap: five phases, whose tasks follow from the findings and numbers of this run alone."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.diagnosis import CAUSES, THRESHOLD_SHIFT, Evidence, Finding
from touchstone.conclusions.examination import FootageExamination, OperatingPoint, threshold_in_words

from .advice import DetectorPrescription, Phase, Priority, Task, sentence
from .ensemble import EnsembleAdvice
from .priority import LARGE_BIAS, LOW_ACCURACY, large_bias
from .rules import rule_of
from .standing import Standing
from .stated import better_for_what_is_stated, done_of, evidence_of, verify_of

_PHASES: tuple[tuple[str, str, Priority], ...] = (
    ("Critical issues", "0-2 weeks", "HIGH"),
    ("Model-specific improvements", "2-6 weeks", "HIGH"),
    ("Dataset enhancement", "4-8 weeks", "MEDIUM"),
    ("Architecture optimization", "6-10 weeks", "MEDIUM"),
    ("Production optimization", "8-12 weeks", "LOW"),
)


def plan(
    detectors: Sequence[Standing],
    footage: FootageExamination,
    findings: Sequence[Finding],
    prescriptions: Sequence[DetectorPrescription],
    ensemble: EnsembleAdvice,
    *,
    command: str,
) -> tuple[Phase, ...]:
    """Put every task into its phase; a phase without tasks says why it is empty.

    Args:
        detectors: all detectors of the run, whether or not they scored.
        footage: what was measured about the footage.
        findings: all findings of the run, the gravest first.
        prescriptions: what is advised for each detector.
        ensemble: how to combine them.
        command: the command that makes this run again.
    """
    tasks: dict[int, list[Task]] = {number: [] for number in range(1, 6)}
    biased = {d.name for d in detectors if large_bias(d)}
    explained = {(f.subject, code) for f in findings if f.verdict == "confirmed" for code in f.accounts_for}
    stated = {d.name: d.stated for d in detectors}
    for finding in findings:
        if (finding.subject, finding.code) not in explained:
            task = _task(finding, stated.get(finding.subject))
            tasks[rule_of(finding, biased=finding.subject in biased).phase].append(task)
    tasks[1] += _accuracy_tasks(detectors, findings, command)
    tasks[1] += _bias_tasks(detectors, findings, command)
    tasks[2] += _threshold_tasks(detectors, findings, command)
    tasks[4] += _ensemble_tasks(ensemble, command)
    tasks[5] += _production_tasks(detectors, prescriptions, command)
    empty = _why_empty(detectors, footage, ensemble, prescriptions)
    return tuple(
        Phase(
            phase=number,
            name=name,
            duration=duration,
            priority=priority,
            tasks=tuple(tasks[number]),
            empty_because=None if tasks[number] else empty[number],
        )
        for number, (name, duration, priority) in enumerate(_PHASES, start=1)
    )


def _task(finding: Finding, stated: OperatingPoint | None) -> Task:
    """The task of a finding; a threshold that is moved for what is stated is right when it is right for that."""
    of_threshold = finding.code == THRESHOLD_SHIFT.code and finding.verdict != "cannot_tell"
    return Task(
        model=finding.subject,
        action=sentence(finding.remedy, finding.subject),
        findings=(finding.code,),
        evidence=finding.evidence,
        exit_criterion=rule_of(finding).done if stated is None or not of_threshold else done_of(stated),
        verify=finding.verify,
    )


def _measured(model: str, action: str, evidence: Evidence, done: str, command: str) -> Task:
    """A task that follows from a number, not from a finding."""
    return Task(model=model, action=action, findings=(), evidence=(evidence,), exit_criterion=done, verify=command)


def _accuracy_tasks(detectors: Sequence[Standing], findings: Sequence[Finding], command: str) -> list[Task]:
    """One task for every accuracy below 60 % that no finding of the same detector accounts for."""
    accounted = {
        f.subject
        for f in findings
        if (f.severity == "critical" and f.verdict != "cannot_tell") or "accuracy" in CAUSES[f.code].accounts_for
    }
    tasks: list[Task] = []
    for detector in detectors:
        accuracy = detector.rates.accuracy if detector.rates is not None else None
        if accuracy is None or accuracy.value is None or accuracy.value >= LOW_ACCURACY or detector.name in accounted:
            continue
        action = (
            f"Find out why the accuracy of {detector.name} is only {accuracy} before training it again; "
            f"its ranking: {detector.assessment.statement}"
        )
        done = f"the whole interval of its accuracy is at least {LOW_ACCURACY:.0%}"
        tasks.append(_measured(detector.name, action, Evidence.of("accuracy", accuracy), done, command))
    return tasks


def _bias_tasks(detectors: Sequence[Standing], findings: Sequence[Finding], command: str) -> list[Task]:
    """One task for every large bias that no finding accounts for; none where a share of fakes or a cost is stated."""
    accounted = {f.subject for f in findings if "bias" in CAUSES[f.code].accounts_for}
    tasks: list[Task] = []
    for detector in detectors:
        rates = detector.of_answers
        if rates is None or detector.stated is not None or not large_bias(detector) or detector.name in accounted:
            continue
        bias = rates.bias
        called = "real" if (bias.value or 0) > 0 else "fake"
        action = (
            f"Correct the bias of {detector.name}: it calls too many videos {called} (real accuracy "
            f"{rates.real_accuracy}, fake accuracy {rates.fake_accuracy})"
        )
        evidence = Evidence.of("bias (real accuracy − fake accuracy)", bias)
        tasks.append(_measured(detector.name, action, evidence, f"|bias| is at most {LARGE_BIAS:.0%}", command))
    return tasks


def _threshold_tasks(detectors: Sequence[Standing], findings: Sequence[Finding], command: str) -> list[Task]:
    """One task for every threshold that is to be moved for what is stated, without a finding that moves it."""
    tasks: list[Task] = []
    for detector in detectors:
        stated = better_for_what_is_stated(detector, findings)
        if stated is not None and detector.rates is not None:
            action = sentence(threshold_in_words(detector.rates.threshold, stated), detector.name)
            verify = verify_of(stated, command)
            tasks.append(_measured(detector.name, action, evidence_of(stated), done_of(stated), verify))
    return tasks


def _ensemble_tasks(ensemble: EnsembleAdvice, command: str) -> list[Task]:
    if not ensemble.rules or ensemble.recommended is None:
        return []
    weights = ", ".join(f"{m.detector} {m.weight:.2f}" for m in ensemble.members if m.included)
    judged = next(rule for rule in ensemble.rules if rule.rule == ensemble.recommended)
    action = f"Use the rule {ensemble.recommended} ({weights}): {ensemble.because}"
    evidence = Evidence.of(f"held-out AUC of {ensemble.recommended}", judged.auc, "scores, grouped folds")
    done = "on new groups no other rule beats it with an interval above 0"
    return [_measured("ensemble", action, evidence, done, command)]


def _production_tasks(
    detectors: Sequence[Standing], prescriptions: Sequence[DetectorPrescription], command: str
) -> list[Task]:
    """One task for every detector that separates fake from real and has LOW priority: only these are worth deploying."""
    ready = {p.detector for p in prescriptions if p.priority == "LOW"}
    tasks: list[Task] = []
    for detector in detectors:
        auc = detector.assessment.auc
        if detector.rates is None or detector.name not in ready or not detector.ranks or auc is None:
            continue
        action = f"Confirm {detector.name} on footage of sources that are not in this corpus before it is deployed"
        done = "on the new sources the AUC interval lies above 0.5 and overlaps that of this run"
        tasks.append(_measured(detector.name, action, Evidence.of("AUC in this run", auc), done, command))
    return tasks


def _why_empty(
    detectors: Sequence[Standing],
    footage: FootageExamination,
    ensemble: EnsembleAdvice,
    prescriptions: Sequence[DetectorPrescription],
) -> dict[int, str]:
    scored = sum(d.rates is not None for d in detectors)
    total = len(detectors)
    ranks = sum(d.ranks for d in detectors)
    unloaded = sum(d.assessment.word == "not loaded" for d in detectors)
    low = sum(p.priority == "LOW" for p in prescriptions)
    on_purpose = "; where a share of fakes or a cost is stated, a bias is on purpose" if any(d.stated for d in detectors) else ""
    return {
        1: (
            f"{scored} of {total} detectors scored; none has a critical finding, an accuracy below {LOW_ACCURACY:.0%} that no "
            f"finding accounts for, or a bias beyond {LARGE_BIAS:.0%} whose interval excludes 0{on_purpose}"
        ),
        2: f"no threshold to move (besides those in phase 1) and no weak slice was found in the "
        f"{scored} detector{'s' * (scored != 1)} that scored",
        3: (
            f"{footage.real} real and {footage.fake} fake videos: enough, balanced, readable, without "
            f"duplicates, and none of {len(footage.associations)} tests of a file property against the label stood out"
        ),
        4: f"none of {total - unloaded} loaded detectors ignores time or sound that its domain needs; {ensemble.because}",
        5: (
            f"{ranks} of {total} detectors are shown to separate fake from real on this footage and {low} have LOW priority; "
            "none meets both conditions, so none is ready for production"
        ),
    }
