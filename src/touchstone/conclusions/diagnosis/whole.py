"""From the examination to findings: every cause is asked in its order, and symptoms are put under the roots that explain them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from touchstone.conclusions.examination import Assessment, DetectorExamination, Examination, examine_weights
from touchstone.conclusions.metrics import effective_groups, unit_codes
from touchstone.vocabulary.domains import DOMAINS

from . import learned
from .cause import Answer, Answers, OfDetector, OfWeights, checked_by
from .causes.data.label_errors import contradicted, labels_right
from .finding import Finding, gravest_first
from .order import CAUSES, ORDER
from .witness import FEWEST_TO_CONFIRM, FEWEST_TO_SUSPECT, Conclusion


def diagnose(examined: Examination, tables: Mapping[str, pl.DataFrame], command: str) -> tuple[Finding, ...]:
    """All findings of a run, the gravest first.

    Causes are sought in real scores alone, whatever videos without one count as.

    Args:
        examined: its examination.
        tables: its tables.
        command: the command that makes such a run, for checking whether a finding is gone.
    """
    counted, examined = examined.by_real_scores is not None, examined.of_real_scores
    findings = checked_by(command, _of_all(examined))
    for detector in examined.detectors:
        # touchstone scores has no option --only.
        domain = detector.domain if detector.row["kind"] in ("specialist", "reference") else None
        only = f" --only {domain.key}" if domain is not None else ""
        tensors = tables["tensors"].filter(pl.col("detector") == detector.name)
        answers = (*_of_weights(detector, tensors), *_of_detector(examined, detector, counted=counted))
        findings += checked_by(command + only, answers)
    findings += checked_by(command, _of_run(examined, tuple(findings)))
    around = {d.name: OfDetector(detector=d, footage=examined.footage) for d in examined.detectors}
    return gravest_first(_under_roots(findings, around), leads={code: cause.leads for code, cause in CAUSES.items()})


def diagnose_checkpoints(tables: Mapping[str, pl.DataFrame], command: str) -> tuple[Finding, ...]:
    """All findings that need only the ``detectors`` and ``tensors`` tables, the gravest first.

    Args:
        tables: those two tables.
        command: the command that makes them.
    """
    findings: list[Finding] = []
    for row in tables["detectors"].iter_rows(named=True):
        failed = row["status"] != "ok"
        word = Assessment(
            word="not loaded" if failed else "not scored", statement=str(row["reason"]) if failed else "no footage"
        )
        seen = DetectorExamination(
            name=str(row["detector"]),
            row=row,
            domain=DOMAINS.get(str(row["domain"])),
            assessment=word,
            rows=tables["tensors"].clear(),
        )
        tensors = tables["tensors"].filter(pl.col("detector") == seen.name)
        findings += (replace(f, explains=()) for f in checked_by(command, _of_weights(seen, tensors)))
    return gravest_first(findings, roots_first=True)


def conclusions(examined: Examination, detector: DetectorExamination) -> list[Conclusion]:
    """The causes that were asked about one detector and have witnesses, whether or not they led to a finding."""
    return [answer for answer in _of_detector(examined, detector) if isinstance(answer, Conclusion)]


def _of_all(examined: Examination) -> Iterator[Answer]:
    """The answers about the footage, about counts, and about all detectors together."""
    for step in ORDER:
        if step.cause.of_footage is not None:
            yield from _each(step.cause.of_footage(examined))
        if step.cause.of_counts is not None:
            for counted in (detector for file in examined.counted for detector in file.detectors):
                yield from _each(step.cause.of_counts(counted))
        if step.cause.of_ensemble is not None and examined.ensembles.together is not None:
            yield from _each(step.cause.of_ensemble(examined.ensembles.together))


def _of_run(examined: Examination, others: tuple[Finding, ...]) -> Iterator[Answer]:
    """The answers about the whole run that depend on what the other causes found."""
    for step in ORDER:
        if step.cause.of_run is not None:
            yield from _each(step.cause.of_run(examined, others))


def _of_weights(detector: DetectorExamination, tensors: pl.DataFrame) -> Iterator[Answer]:
    if tensors.is_empty() and detector.row["status"] == "ok":
        return  # scores alone: there is no checkpoint, and none was refused
    of = OfWeights(detector=detector, weights=examine_weights(tensors))
    for step in ORDER:
        if step.cause.of_weights is not None:
            yield from _each(step.cause.of_weights(of))


def _of_detector(examined: Examination, detector: DetectorExamination, *, counted: bool = False) -> tuple[Answer, ...]:
    of = OfDetector(
        detector=detector,
        footage=examined.footage,
        others_rank=any(d.assessment.word == "ranks" for d in examined.detectors if d.name != detector.name),
        labels=contradicted(examined),
        labels_right=labels_right(examined.labels),
        turned=any(detector.name in turned.by for turned in examined.turned),
        detectors=len(examined.detectors),
        counted=counted,
    )
    units = _units(detector.rows)
    for step in ORDER:
        if step.cause.of_detector is not None and step.asks(of):
            answers = (_within_reach(answer, units) for answer in _each(step.cause.of_detector(of)))
            of = replace(of, so_far=(*of.so_far, *answers))
    return of.so_far


def _units(rows: pl.DataFrame) -> float | None:
    """Groups, or videos where no groups are known, of the label that has fewer among the scored ones; ``None`` without any.

    Groups are counted by Kish's effective number: where a few hold most of the videos, the others say little.
    """
    scored = rows.filter(pl.col("status") == "ok") if rows.height else rows
    if scored.is_empty():
        return None
    return min(effective_groups(unit_codes(part)) for part in (scored.filter(pl.col("label") == k) for k in ("real", "fake")))


def _within_reach(answer: Answer, units: float | None) -> Answer:
    """The answer as far as so many independent units of the rarer label bear it; exact facts need none."""
    if not isinstance(answer, Conclusion) or answer.finding is None or units is None:
        return answer
    finding = answer.finding
    if units < FEWEST_TO_SUSPECT:
        return replace(answer, finding=None)
    if units < FEWEST_TO_CONFIRM and finding.verdict == "confirmed":
        confidence = min(finding.confidence, learned.of_verdict(finding.code, "suspected"))
        return replace(answer, finding=replace(finding, verdict="suspected", confidence=confidence))
    return answer


def _each(answers: Answers) -> Iterable[Answer]:
    return (answers,) if answers is None or isinstance(answers, Finding | Conclusion) else answers


def _under_roots(findings: list[Finding], around: Mapping[str, OfDetector]) -> list[Finding]:
    """Put the symptoms that were found of a root's subject under it: what it explains as measured, and what goes with it.

    Args:
        findings: of the run.
        around: detector → what its causes were asked about.
    """
    present = {(f.subject, f.code) for f in findings if f.kind == "symptom" and f.verdict != "cannot_tell"}
    return [
        _with_symptoms(f, [code for code in f.explains if (f.subject, code) in present], around.get(f.subject))
        for f in findings
    ]


def _with_symptoms(finding: Finding, symptoms: list[str], of: OfDetector | None) -> Finding:
    if not symptoms:
        return replace(finding, explains=())
    removed = CAUSES[finding.code].removed
    shown = {code: removed[code](of) for code in symptoms if of is not None and code in removed}
    evidence = [e for e in shown.values() if e is not None]
    return replace(
        finding,
        explains=tuple(code for code in symptoms if shown.get(code) is not None),
        goes_with=tuple(code for code in symptoms if code not in removed),
        evidence=(*finding.evidence, *evidence),
    )


def headlines(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without the symptoms that are listed under a root of the same subject; the order is kept.

    A root whose verdict is *cannot tell* hides no symptom.
    """
    explained = {
        (f.subject, code) for f in findings if f.kind == "root" and f.verdict != "cannot_tell" for code in f.accounts_for
    }
    return tuple(f for f in findings if f.kind != "symptom" or (f.subject, f.code) not in explained)
