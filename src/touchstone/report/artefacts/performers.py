"""Highest and lowest accuracy, and whether the data support calling them best and worst."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.examination import Assessment, DetectorExamination, Examination
from touchstone.conclusions.metrics import Comparison, Estimate

from ..numbers import percent, signed
from .material import in_one_line, model_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Performer:
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


def performers(examined: Examination) -> tuple[Performer | None, Performer | None]:
    """Best and worst by accuracy; ``None`` where fewer than two detectors scored, or where all are equal."""
    scored = [d for d in examined.scored if d.overall is not None and d.overall.accuracy.value is not None]
    if len(scored) < 2:
        return None, None
    ordered = sorted(scored, key=_accuracy)
    best, worst = ordered[-1], ordered[0]
    if _accuracy(best) == _accuracy(worst):
        return None, None
    return _performer(best, "highest", scored, examined), _performer(worst, "lowest", scored, examined)


def _accuracy(detector: DetectorExamination) -> float:
    assert detector.overall is not None, "only scored detectors are ordered"
    return detector.overall.accuracy.value or 0.0


def _performer(
    detector: DetectorExamination, which: str, scored: list[DetectorExamination], examined: Examination
) -> Performer:
    assert detector.overall is not None, "only scored detectors are ordered"
    sign = 1 if which == "highest" else -1
    others = [d.name for d in scored if d.name != detector.name]
    pairs = {name: _pair(detector.name, name, examined.comparisons) for name in others}
    clear = tuple(name for name, pair in pairs.items() if pair is not None and _distinct(pair, detector.name, sign))
    unclear = tuple(name for name in others if name not in clear)
    accuracy = detector.overall.accuracy
    if unclear:
        named = ", ".join(_with_difference(name, pairs[name], detector.name) for name in unclear)
        support = f"the paired comparison does not distinguish it from {named} (Holm)"
    else:
        rest = "the other" if len(others) == 1 else f"all {len(others)} others"
        support = f"the paired comparison distinguishes it from {rest} (Holm)"
    assessment = in_one_line(detector.assessment)
    assessment = assessment[:1].upper() + assessment[1:]
    over = ", over fakes of all domains" if any(d.judged_on is not None for d in scored) else ""
    statement = f"{detector.name} has the {which} accuracy{over}, {percent(accuracy)}; {support}. {assessment}"
    return Performer(
        detector=detector.name,
        model_name=model_name(detector),
        accuracy=accuracy,
        assessment=detector.assessment,
        supported=not unclear,
        distinct_from=clear,
        not_distinct_from=unclear,
        statement=statement,
    )


def _pair(name: str, other: str, comparisons: tuple[Comparison, ...]) -> Comparison | None:
    return next((c for c in comparisons if {c.first, c.second} == {name, other}), None)


def _distinct(pair: Comparison, name: str, sign: int) -> bool:
    value = pair.accuracy.estimate.value
    if value is None or not pair.accuracy.significant:
        return False
    return sign * (value if pair.first == name else -value) > 0


def _with_difference(other: str, pair: Comparison | None, name: str) -> str:
    if pair is not None and not pair.n:
        return f"{other} (no video in common)"
    if pair is None or pair.accuracy.estimate.value is None:
        return other
    return f"{other} ({signed(pair.accuracy.estimate, flip=pair.first != name)})"
