"""A cause: everything that is known about it, in one place, and how it makes its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from touchstone.conclusions.examination import (
    CountedDetector,
    DetectorExamination,
    EnsembleExamination,
    Examination,
    FootageExamination,
    WeightsExamination,
)
from touchstone.conclusions.metrics import Estimate
from touchstone.vocabulary.excerpts import in_one_screen, short_words

from . import learned
from .finding import MOST_EVIDENCE_TABLES, Alternative, Evidence, Finding, FindingKind, Severity, Verdict
from .witness import Conclusion, Witness, verdict_of

EXACT = 1.0

OF_SMALLEST = 0.75
"""Share of the smallest effect that an interval must exclude before a statistical claim is confirmed by it."""

Topic = Literal[
    "training_focus",
    "primary_datasets",
    "additional_datasets",
    "specific_needs",
    "data_balance",
    "architecture",
    "augmentation",
]


Answer = Finding | Conclusion | None
Answers = Answer | Iterable[Answer]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Another cause that looks the same.

    Attributes:
        code: the other cause.
        separated_by: the measurement that would distinguish the two.
    """

    code: str
    separated_by: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What a witness of a cause measures.

    Attributes:
        measurement: what is measured: two witnesses are different only if this differs.
        least: smallest effect that counts, in the unit of the measurement.
        says: what holds where it supports the cause.
    """

    measurement: str
    least: float
    says: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OfWeights:
    """What a cause is asked about one checkpoint.

    Attributes:
        detector: its examination.
        weights: its tensors.
    """

    detector: DetectorExamination
    weights: WeightsExamination


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OfDetector:
    """What a cause is asked about one detector and its scores.

    Attributes:
        detector: its examination.
        footage: what the footage can show at all.
        others_rank: whether another detector separates fake from real on these videos.
        labels: how surely scores say that labels are wrong; ``None`` where they do not.
        labels_right: whether the log-odds of several detectors together need no wrong labels.
        turned: whether it shows that the labels of some set of videos are turned.
        detectors: number of detectors in this run.
        counted: whether the verdict counts videos without a real score, which causes never do.
        so_far: what the causes before it answered about the same detector.
    """

    detector: DetectorExamination
    footage: FootageExamination
    others_rank: bool = False
    labels: Verdict | None = None
    labels_right: bool = False
    turned: bool = False
    detectors: int = 1
    counted: bool = False
    so_far: tuple[Answer, ...] = ()

    @property
    def which_auc(self) -> str:
        """The AUC of the assessment, in words."""
        return "AUC of the real scores alone" if self.counted else "AUC that the verdict rests on"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Cause:
    """One cause or symptom.

    Attributes:
        code: its name, ``family.name``.
        kind: root: someone can fix it; symptom: explained by a root where one is found; info.
        severity: how bad it is for the detector that has it.
        meaning: what it is, in one line.
        needs: tables that it is read from.
        topic: list of advice that its remedy is in.
        phase: phase of the roadmap, 1–5.
        phase_of_biased: its phase where the detector has a large bias; ``phase`` where that makes no difference.
        done: the exit criterion: what shows that it is gone.
        decided: what holds when it is decided, where the data could not show whether the cause is there; empty for the usual
            words.
        witnesses: name → what the witness measures, for causes that are not exact facts.
        explains: symptoms of the same subject that it usually causes.
        removed: symptom → what shows that it is gone once the cause is taken out of the table, ``None`` where it is not gone. A
            symptom without an entry is said to go with the cause, because nothing was taken out.
        look_alikes: causes that it cannot be distinguished from with these tables.
        accounts_for: what needs no separate task where a detector has this: a large bias, a low accuracy.
        leads: roots that it comes before at equal verdict and severity, because the harm is in it.
        limits_all: whether it limits what can be said about every detector.
        of_footage: looks for it in the footage and the whole run.
        of_weights: looks for it in a checkpoint.
        of_detector: looks for it in a detector and its scores.
        of_ensemble: looks for it in all detectors together.
        of_counts: looks for it in a detector of which only counts are known.
        of_run: looks for it in the whole run, with what the other causes found there.

    A cause that nothing looks for yet is in the catalogue because others are hard to distinguish from it: its absence from a run
    says nothing.
    """

    code: str
    kind: FindingKind
    severity: Severity
    meaning: str
    needs: tuple[str, ...]
    topic: Topic = "training_focus"
    phase: int = 1
    phase_of_biased: int | None = None
    done: str = ""
    decided: str = ""
    witnesses: Mapping[str, Measure] = field(default_factory=dict[str, Measure])
    explains: tuple[str, ...] = ()
    removed: Mapping[str, Callable[[OfDetector], Evidence | None]] = field(
        default_factory=dict[str, "Callable[[OfDetector], Evidence | None]"]
    )
    look_alikes: tuple[LookAlike, ...] = ()
    accounts_for: tuple[Literal["bias", "accuracy"], ...] = ()
    leads: tuple[str, ...] = ()
    limits_all: bool = False
    of_footage: Callable[[Examination], Answers] | None = None
    of_weights: Callable[[OfWeights], Answers] | None = None
    of_detector: Callable[[OfDetector], Answers] | None = None
    of_ensemble: Callable[[EnsembleExamination], Answers] | None = None
    of_counts: Callable[[CountedDetector], Answers] | None = None
    of_run: Callable[[Examination, Sequence[Finding]], Answers] | None = None

    @property
    def examined(self) -> bool:
        """Whether anything looks for it."""
        asked = (self.of_footage, self.of_weights, self.of_detector, self.of_ensemble, self.of_counts, self.of_run)
        return any(asked)

    def finding(
        self,
        subject: str,
        verdict: Verdict,
        evidence: Sequence[Evidence],
        remedy: str,
        *,
        exact: bool = False,
        options: str = "",
    ) -> Finding:
        """A finding of this cause; :func:`checked_by` completes it.

        Args:
            subject: detector that it is about, or ``footage``, or ``ensemble``.
            verdict: exact facts confirm alone; statistical claims need two different measurements.
            evidence: the witnesses.
            remedy: what to do, with this run's numbers.
            exact: whether it rests on facts that have no interval.
            options: what the command that checks it needs in addition to the command of the run.
        """
        return Finding(
            code=self.code,
            kind=self.kind,
            severity=self.severity,
            subject=subject,
            verdict=verdict,
            confidence=EXACT if exact and verdict != "cannot_tell" else learned.of_verdict(self.code, verdict),
            explains=self.explains,
            evidence=tuple(evidence),
            remedy=in_one_screen(short_words(remedy)),
            verify=options,
        )

    def conclusion(
        self,
        subject: str,
        witnesses: Sequence[Witness],
        remedy: str,
        *,
        at_most: Verdict = "confirmed",
        look_alikes: Sequence[LookAlike] = (),
        context: Sequence[Evidence] = (),
        options: str = "",
    ) -> Conclusion:
        """What its witnesses lead to; those that support it come first. *Cannot tell* makes no finding here.

        Args:
            subject: detector that it is about.
            witnesses: all that were asked.
            remedy: what to do, with this run's numbers.
            at_most: strongest verdict that is allowed, for what the tables leave open.
            look_alikes: causes that it cannot be distinguished from here.
            context: further evidence that neither supports nor contradicts it.
            options: what the command that checks it needs in addition to the command of the run.
        """
        verdict = verdict_of(witnesses, at_most)
        finding = None
        if verdict is not None and verdict != "cannot_tell":
            ordered = sorted(witnesses, key=lambda w: w.holds is not True)
            evidence = (*(w.evidence for w in ordered), *context)
            finding = replace(
                self.finding(subject, verdict, evidence, remedy, options=options),
                confidence=learned.probability(self.code, witnesses, verdict),
                alternatives=tuple(Alternative(code=p.code, separated_by=p.separated_by) for p in look_alikes),
            )
        return Conclusion(code=self.code, subject=subject, witnesses=tuple(witnesses), finding=finding)

    def least(self, name: str) -> float:
        """Smallest effect that counts for a witness."""
        return self.witnesses[name].least

    def rules_out_less(self, name: str, estimate: Estimate, none: float = 0.0) -> bool:
        """Whether an interval lies beyond :data:`OF_SMALLEST` of the smallest effect, on either side.

        An interval that only excludes *no effect* also holds effects that are not worth acting on: of a measurement whose value
        is just above the smallest effect, every second true effect lies below it.

        Args:
            name: witness whose smallest effect counts.
            estimate: the measured number.
            none: its value where there is no effect.
        """
        least = OF_SMALLEST * self.least(name)
        return estimate.above(none + least) or estimate.below(none - least)

    def witness(
        self,
        name: str,
        holds: bool | None,
        statement: str,
        estimate: Estimate | None,
        *,
        source: str = MOST_EVIDENCE_TABLES,
        value: float | None = None,
    ) -> Witness:
        """A witness with the evidence that shows it.

        Args:
            name: its name among ``witnesses``.
            holds: whether it supports the cause; ``None`` where there are too few data.
            statement: what was measured; an estimate adds its numbers.
            estimate: the measured number, where it has an interval.
            source: tables and method.
            value: the number, where it has no interval.
        """
        measure = self.witnesses[name]
        measured = (
            Evidence.fact(statement, source, value) if estimate is None else Evidence.of(statement, estimate, source)
        )
        points = "neither" if holds is None else "for" if holds else "against"
        evidence = replace(measured, measurement=measure.measurement, minimum=measure.least, points=points)
        return Witness(name=name, measurement=measure.measurement, holds=holds, evidence=evidence)


def checked_by(command: str, answers: Iterable[Answer]) -> list[Finding]:
    """The findings among the answers, each with the command that checks whether it is gone.

    Args:
        command: the command that makes such a run.
        answers: of causes; ``None`` where nothing was found.
    """
    findings = [answer.finding if isinstance(answer, Conclusion) else answer for answer in answers]
    return [replace(f, verify=command + f.verify) for f in findings if f is not None]
