"""Parts of the footage on which a detector is clearly less accurate than on the rest."""

from __future__ import annotations

import polars as pl

from touchstone.conclusions.examination import DetectorExamination
from touchstone.conclusions.metrics import SIGNIFICANT, ConfirmedSlice, Estimate, Slice, column_in, compare_slice
from touchstone.vocabulary.defaults import THRESHOLD
from touchstone.vocabulary.door import option
from touchstone.vocabulary.words import FORGED, Label

from ...cause import Cause, Measure, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence
from ...witness import Conclusion

SLICE_LEVEL = 0.01
"""Largest corrected p of a slice that is not confirmed on the other half: it was found and tested on the same videos."""

_REAL: Label = "real"


def weak_slices(detector: DetectorExamination) -> list[Slice]:
    """Slices with an accuracy below that of the rest at equal label, after correction; the worst first."""
    weak = [
        part
        for part in (*detector.slices, *detector.stated_parts)
        if part.accuracy_difference.significant and part.accuracy_difference.estimate.below(0)
    ]
    return sorted(weak, key=lambda part: part.accuracy_difference.estimate.value or 0)


def parts_no_longer_weak(
    of: OfDetector, rows: pl.DataFrame, once: str, threshold: float | None = None
) -> Evidence | None:
    """The worst part that was found weak, measured again once a cause is taken out of the table.

    Args:
        of: the detector.
        rows: its video rows without the cause.
        once: how it was taken out, in words.
        threshold: P(fake) from which on a video counts as fake; ``None``: that of the run.

    Returns:
        ``None`` where none was found weak, or where one is still weak: it lost less than half of what it lacked, or it is behind
        by the smallest difference that counts.
    """
    performance = of.detector.performance
    if threshold is None:
        threshold = THRESHOLD if performance is None else performance.threshold
    weak = weak_parts(of)
    again: list[tuple[float, Slice, Estimate]] = []
    for part in weak:
        if _left_out(rows, part):
            continue
        left = compare_slice(rows, part, threshold).estimate
        behind = left.value is not None and left.below(0) and left.value <= -CAUSE.least("whole")
        if left.value is None or behind or left.value <= _size(part) / 2:
            return None
        again.append((left.value, part, left))
    if not weak:
        return None
    if not again:
        text = f"no video is left where {weak[0].column} {weak[0].name}, {once}"
        return Evidence.fact(text, MOST_EVIDENCE_TABLES, 0, rows.height)
    _, part, left = min(again, key=lambda item: item[0])
    return Evidence.of(f"accuracy where {part.column} {part.name} minus that of the rest at equal label, {once}", left)


def _left_out(rows: pl.DataFrame, part: Slice) -> bool:
    """Whether no video of a part with a name is left."""
    return part.low is None and not (rows[column_in(rows, part.column)].cast(pl.String) == part.name).any()


def weak_parts(of: OfDetector) -> list[Slice]:
    """The parts on which the detector is confirmed or suspected to be weak, the worst of each column."""
    return [part for part, conclusion in _asked(of) if conclusion.finding is not None]


def worst_slices(of: OfDetector) -> list[Conclusion]:
    """Ask about the worst slice of each column: over all videos, and found on one half of the groups and tested on the other.

    There is one finding per column at most. A slice that was found and tested on the same videos is suspected at most, and only
    if it is far beyond chance.
    """
    return [conclusion for _, conclusion in _asked(of)]


def _asked(of: OfDetector) -> list[tuple[Slice, Conclusion]]:
    detector = of.detector
    again = (
        {confirmed.part.column: confirmed for confirmed in reversed(detector.facts.confirmed_slices)}
        if detector.facts is not None
        else {}
    )
    worst: dict[str, Slice] = {}
    telling = {association.name for association in of.footage.telling}
    for part in (*detector.slices, *detector.stated_parts):
        # Where a property predicts the label by itself, a difference may be that of the label.
        if part.accuracy_difference.p_adjusted is None or part.column in telling:
            continue
        worst_so_far = worst.get(part.column)
        sought = again[part.column].part.name if part.column in again and part.low is None else None
        if sought is not None:
            if part.name == sought:
                worst[part.column] = part
        elif worst_so_far is None or _size(part) < _size(worst_so_far):
            worst[part.column] = part
    sound = worst.get(FORGED)
    return [
        (part, _ask(detector, part, again.get(column)))
        for column, part in worst.items()
        if sound is None or part is sound or not _same_videos(part, sound)
    ]


def _same_videos(part: Slice, other: Slice) -> bool:
    """Whether two parts hold the same videos, as far as their numbers tell: a method that forges the sound alone, for one."""
    return (part.real, part.fake, part.accuracy.value) == (other.real, other.fake, other.accuracy.value)


def _size(part: Slice) -> float:
    return part.accuracy_difference.estimate.value or 0.0


def _ask(detector: DetectorExamination, part: Slice, again: ConfirmedSlice | None) -> Conclusion:
    where = f"{part.column} {part.name}"
    difference = part.accuracy_difference
    smallest = CAUSE.least("whole")
    level = SIGNIFICANT if again is not None else SLICE_LEVEL
    clear = difference.p_adjusted is not None and difference.p_adjusted <= level and difference.estimate.below(0)
    asked = [
        CAUSE.witness(
            "whole",
            clear and _size(part) <= -smallest,
            f"accuracy where {where} ({part.real} real, {part.fake} fake: {part.accuracy}) "
            "minus that of the rest at equal label",
            difference.estimate,
            source=f"scores ({difference.test}, {difference.correction})",
        )
    ]
    if again is not None:
        asked.append(
            CAUSE.witness(
                "again",
                True,
                f"{again.part.column} {again.part.name}, found weak on one half of the groups "
                f"(one of {again.candidates} candidates): the same difference on the other half",
                again.confirmed.estimate,
                source=f"scores ({again.confirmed.test}, Benjamini–Hochberg)",
            )
        )
    if part.column == FORGED and part.name == "sound" and not part.real:
        return CAUSE.conclusion(
            detector.name,
            asked,
            f"{detector.name} is less accurate where the sound alone is forged: if it looks at pictures alone, these videos are "
            f"real to it; say {option('fake_audio', _REAL)}. If it shall find forged sound, train with more such videos; "
            f"accuracy there {part.accuracy}",
            options=f" --fake-audio {_REAL}",
        )
    confirm = (
        "train with more such videos"
        if again is not None
        else "confirm this on other videos, then train with more such videos"
    )
    return CAUSE.conclusion(
        detector.name,
        asked,
        f"{detector.name} is less accurate where {where}: {confirm}; accuracy there {part.accuracy}",
    )


CAUSE = Cause(
    code="training.weak_slice",
    kind="symptom",
    severity="moderate",
    meaning="clearly less accurate on one part of the videos",
    needs=("scores", "videos", "frames", "clips"),
    topic="additional_datasets",
    phase=2,
    done="on new videos the accuracy of the slice is no longer below that of the rest, after correction",
    witnesses={
        "whole": Measure(
            "accuracy of the slice on all videos",
            0.08,
            "accuracy below that of the rest at equal label, p after Benjamini–Hochberg",
        ),
        "again": Measure(
            "accuracy of the slice on the other half",
            0.05,
            "found on one half of the groups, confirmed on the other, p after Benjamini–Hochberg",
        ),
    },
    of_detector=worst_slices,
)
