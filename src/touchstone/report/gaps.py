"""What is said of the worst group of each property, and of properties that predict the label by themselves."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination, Examination
from touchstone.conclusions.metrics import GroupGap
from touchstone.vocabulary.words import PERSONS

from .numbers import p_value, percent, score, signed, signed_score, value

MOST_GAPS = 6
"""Sentences on gaps that the terminal shows at most; the report holds the rest."""


def group_of(gap: GroupGap) -> str:
    """The value of the group, or its range."""
    return gap.name if gap.low is None or gap.high is None else f"{value(gap.low)} to {value(gap.high)}"


def measured(gap: GroupGap) -> str:
    """The measure in the group, with its interval."""
    return score(gap.worst) if gap.measure == "AUC" else percent(gap.worst)


def difference(gap: GroupGap) -> str:
    """The group less the rest, in points or as a difference of AUC, with its interval."""
    return (
        signed_score(gap.gap.estimate) if gap.measure == "AUC" else signed(gap.gap.estimate).replace(" [", " points [")
    )


def gap_sentence(detector: str, gap: GroupGap) -> str:
    """The worst group of a property with its gap, what it rests on and how surely."""
    rest = "in the rest" if gap.rest is None else f"{_plain(gap)} in the rest"
    sure = "" if gap.beyond_chance else "; not told apart from chance"
    return (
        f"{detector}, {gap.column.replace('_', ' ')}: worst where {group_of(gap)}: {gap.measure} {measured(gap)}, "
        f"n = {gap.worst.n:,}, against {rest}: {difference(gap)}, {p_value(gap.gap)} (Holm, {gap.compared} comparisons){sure}"
    )


def _plain(gap: GroupGap) -> str:
    rest = gap.rest or 0.0
    return f"{rest:.2f}" if gap.measure == "AUC" else f"{100 * rest:.0f} %"


def shown_gaps(detector: DetectorExamination) -> tuple[GroupGap, ...]:
    """One gap for each property: those beyond chance, the surest first, then the others of persons."""
    first: dict[str, GroupGap] = {}
    for gap in detector.gaps:
        first.setdefault(gap.column, gap)
    clear = [gap for gap in first.values() if gap.beyond_chance]
    persons = [gap for gap in first.values() if gap.column in PERSONS and not gap.beyond_chance and not gap.of_label]
    return (*clear, *persons)


def told_by_properties(examined: Examination) -> str | None:
    """Which properties predict the label by themselves, so that their gaps are not read as gaps of a detector."""
    parts = {part.column for detector in examined.scored for part in detector.parts}
    telling = [a for a in examined.footage.telling if a.name in parts]
    if not telling:
        return None
    listed = ", ".join(f"{a.name.replace('_', ' ')} (AUC {a.auc:.2f}, {a.chance:.2f} by chance)" for a in telling)
    single = len(telling) == 1
    predicts, itself, its = ("predicts", "itself", "its") if single else ("predict", "themselves", "their")
    return f"{listed} {predicts} the label by {itself}: gaps between {its} groups are not read as gaps of a detector"


def gap_sentences(examined: Examination) -> tuple[str, ...]:
    """Gaps of all detectors, one sentence for each detector and property; last what properties reveal."""
    said = [gap_sentence(detector.name, gap) for detector in examined.scored for gap in shown_gaps(detector)]
    for detector in examined.scored:
        asked = {gap.column for gap in detector.gaps}
        few = dict.fromkeys(
            part.column for part in detector.parts if part.column in PERSONS and part.column not in asked
        )
        said += [
            f"{detector.name}, {column.replace('_', ' ')}: cannot tell: no two groups have 20 videos, and 10 of a label, each"
            for column in few
        ]
    revealing = told_by_properties(examined)
    return (*said, *([revealing] if revealing is not None else []))
