"""What is said of thresholds for a stated share of fakes or cost of an error, and of one that is right elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.diagnosis import CAUSES, THRESHOLD_SHIFT, Finding
from touchstone.conclusions.examination import Examination, OperatingPoint, OperatingPoints, aim_in_words, is_uneven
from touchstone.conclusions.metrics import Estimate
from touchstone.vocabulary.door import option

from .numbers import count, percent, signed

_ONE_SIDED = 0.20
"""|bias| from which on the decisions of a detector are one-sided."""


def operating_sentences(examined: Examination, findings: Sequence[Finding]) -> tuple[str, ...]:
    """For each detector that separates fake from real: what was asked for, or the share of fakes that its threshold is right for.

    Where a finding accounts for the bias, no share of fakes is offered as an excuse. Where it moves the threshold and the classes
    are uneven, both thresholds are named: for both classes alike, and for as many fakes as here.
    """
    moved = {f.subject for f in findings if f.code == THRESHOLD_SHIFT.code and f.verdict != "cannot_tell"}
    blamed = {f.subject for f in findings if "bias" in CAUSES[f.code].accounts_for and f.verdict != "cannot_tell"}
    sentences: list[str] = []
    for detector in examined.detectors:
        operating, performance = detector.operating, detector.performance
        if operating is None or performance is None:
            continue
        if operating.stated is not None:
            sentences.append(f"{detector.name}: {advised(operating.stated, performance.threshold)}")
        elif detector.name in moved and operating.here is not None:
            sentences.append(f"{detector.name}: {_both(operating, operating.here)}")
        elif detector.name not in blamed and (share := _right_elsewhere(operating, performance.bias)) is not None:
            sentences.append(f"{detector.name}: {_right(share, operating.videos_share, performance.threshold)}")
    return tuple(sentences)


def advised(point: OperatingPoint, threshold: float) -> str:
    """Which threshold to use for a share of fakes and a cost, and what it is worth; ``threshold`` is that of the run."""
    where, measure = aim_in_words(point.prevalence, point.cost)
    if not point.pays:
        return (
            f"{where}, no other threshold is shown to be better than {threshold:.12g}, which gives {measure} of "
            f"{percent(point.in_use)} ({count(point.in_use)}){_no_better(point, point.in_use)}"
        )
    return (
        f"{where}, {option('threshold', point.threshold)} gives {measure} of {percent(point.weighted_accuracy)} "
        f"held out ({count(point.weighted_accuracy)}), {threshold:.12g} gives {percent(point.in_use)}: a gain of "
        f"{signed(point.gain)} points{_no_better(point, point.weighted_accuracy)}"
    )


def _both(operating: OperatingPoints, here: OperatingPoint) -> str:
    """The threshold for both classes alike, and that for as many fakes as here."""
    balanced = next(point for point in operating.points if point.aim == "balanced")
    return (
        f"{option('threshold', balanced.threshold)} is best for both classes alike (balanced accuracy "
        f"{percent(balanced.weighted_accuracy)} held out, {count(balanced.weighted_accuracy)}); to be right about most videos "
        f"where as many are fake as here ({100 * here.prevalence:.3g} %), {option('threshold', here.threshold)} is (accuracy "
        f"{percent(here.weighted_accuracy)}). Name the share that you expect with {option('prevalence', 'SHARE')}"
    )


def _no_better(point: OperatingPoint, reached: Estimate) -> str:
    """What calling every video alike reaches, where a threshold is not shown to do better."""
    if reached.above(point.alike):
        return ""
    called = "real" if point.weight < 0.5 else "fake"
    return f"; calling every video {called} gives {100 * point.alike:.3g} %, and it is not shown to do better"


def _right_elsewhere(operating: OperatingPoints, bias: Estimate) -> Estimate | None:
    """The share of fakes for which the threshold is right; ``None`` unless decisions are one-sided and it lies between that of
    these videos and one half.
    """
    here, share = operating.videos_share, operating.right_share
    if bias.value is None or abs(bias.value) < _ONE_SIDED or not is_uneven(here):
        return None
    if share is None or share.limits is None:
        return None
    return share if share.limits[1] <= max(here, 0.5) and share.limits[2] >= min(here, 0.5) else None


def _right(share: Estimate, here: float, threshold: float) -> str:
    return (
        f"its threshold {threshold:.12g} is right where {percent(share)} of the videos are fake ({count(share)}); "
        f"{100 * here:.3g} % of these are. Name the share that you expect with {option('prevalence', 'SHARE')}"
    )
