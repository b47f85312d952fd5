"""Highest and lowest accuracy, and whether the data support calling them best and worst."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.examination import Assessment, Examination, Performer
from touchstone.conclusions.metrics import Estimate

from ..numbers import percent, signed
from .material import in_one_line, model_name


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerformer:
    """The detector with the highest or the lowest accuracy.

    Attributes:
        detector: its name in this run.
        model_name: its name for readers.
        accuracy: over all videos that it scored.
        assessment: what the footage supports about it.
        supported: whether the paired comparison distinguishes it from every other detector (Holm).
        distinct_from: detectors from which the paired comparison distinguishes it.
        not_distinct_from: detectors from which it does not.
        statement: how far the comparison and the assessment support calling it best or worst, in one sentence.
    """

    detector: str
    model_name: str
    accuracy: Estimate
    assessment: Assessment
    supported: bool
    distinct_from: tuple[str, ...]
    not_distinct_from: tuple[str, ...]
    statement: str


def performers(examined: Examination) -> tuple[NamedPerformer | None, NamedPerformer | None]:
    """Best and worst by accuracy, in words; ``None`` where there is none."""
    best, worst = examined.best, examined.worst
    return (
        None if best is None else _named(best, "highest", examined),
        None if worst is None else _named(worst, "lowest", examined),
    )


def _named(performer: Performer, which: str, examined: Examination) -> NamedPerformer:
    return NamedPerformer(
        detector=performer.detector,
        model_name=next(model_name(d) for d in examined.detectors if d.name == performer.detector),
        accuracy=performer.accuracy,
        assessment=performer.assessment,
        supported=performer.supported,
        distinct_from=performer.distinct_from,
        not_distinct_from=performer.not_distinct_from,
        statement=_statement(performer, which, any(d.judged_on is not None for d in examined.scored)),
    )


def _statement(performer: Performer, which: str, all_domains: bool) -> str:
    unclear = performer.not_distinct_from
    if unclear:
        named = ", ".join(_with_difference(name, performer) for name in unclear)
        support = f"the paired comparison does not distinguish it from {named} (Holm)"
    else:
        others = len(performer.distinct_from)
        rest = "the other" if others == 1 else f"all {others} others"
        support = f"the paired comparison distinguishes it from {rest} (Holm)"
    assessment = in_one_line(performer.assessment)
    assessment = assessment[:1].upper() + assessment[1:]
    over = ", over fakes of all domains" if all_domains else ""
    return (
        f"{performer.detector} has the {which} accuracy{over}, {percent(performer.accuracy)}; {support}. {assessment}"
    )


def _with_difference(other: str, performer: Performer) -> str:
    pair = performer.comparisons.get(other)
    if pair is not None and not pair.n:
        return f"{other} (no video in common)"
    if pair is None or pair.accuracy.estimate.value is None:
        return other
    return f"{other} ({signed(pair.accuracy.estimate, flip=pair.first != performer.detector)})"
