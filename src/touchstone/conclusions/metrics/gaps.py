"""The worst group of each property: how far a detector is worse on it than on the rest, in which measure, and how surely.

Three measures are asked for: the AUC, which needs no threshold, and the accuracy of real videos and of fakes at the threshold,
which are what people of a group meet. Each compares videos of equal label, so that a group is not worse for its share of fakes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .comparison import correct
from .differences import Difference
from .estimate import Estimate
from .slices import Slice

GapMeasure = Literal["AUC", "accuracy of reals", "accuracy of fakes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGap:
    """The worst group of one property in one measure, against the rest.

    Attributes:
        column: the property.
        name: its worst value, or the range of a quantity.
        low: smallest value of that range; ``None`` of a value.
        high: largest value of that range.
        measure: in what it is worst.
        worst: the measure in that group.
        gap: worst − rest, at most 0; p by Holm over all groups, measures and properties of the detector. The interval is that
            of this group: it does not know that the group was chosen as the worst.
        groups: groups of the property that were compared in this measure.
        compared: comparisons that the p was corrected over.
        of_label: whether the property predicts the label by itself, so that its gap may be that of the label.
    """

    column: str
    name: str
    low: float | None
    high: float | None
    measure: GapMeasure
    worst: Estimate
    gap: Difference
    groups: int
    compared: int
    of_label: bool = False

    @property
    def rest(self) -> float | None:
        """The measure in the rest; ``None`` where it is not defined."""
        value, gap = self.worst.value, self.gap.estimate.value
        return None if value is None or gap is None else min(1.0, max(0.0, value - gap))

    @property
    def beyond_chance(self) -> bool:
        """Whether it is beyond chance after correction, and not one that the label may explain."""
        return self.gap.significant and self.gap.estimate.below(0) and not self.of_label


def gaps(parts: Sequence[Slice], telling: Iterable[str] = ()) -> tuple[GroupGap, ...]:
    """The worst group of every property in every measure, the surest first.

    Args:
        parts: the slices of one detector by its properties, as :func:`touchstone.conclusions.metrics.slices` makes them.
        telling: properties that predict the label by themselves.

    Returns:
        Up to three for each property; none where no group has enough videos to be tested.
    """
    sure = set(telling)
    asked: list[tuple[Slice, GapMeasure, Estimate, Difference]] = []
    for column in dict.fromkeys(part.column for part in parts):
        for measure in _MEASURES:
            asked += _tested([part for part in parts if part.column == column], measure)
    corrected = correct([difference for *_, difference in asked], "Holm")
    worst: dict[tuple[str, GapMeasure], GroupGap] = {}
    groups: dict[tuple[str, GapMeasure], int] = {}
    for (part, measure, value, _), difference in zip(asked, corrected, strict=True):
        key = part.column, measure
        groups[key] = groups.get(key, 0) + 1
        gap = difference.estimate.value
        if gap is None or gap > 0 or (key in worst and gap >= (worst[key].gap.estimate.value or 0.0)):
            continue
        worst[key] = GroupGap(
            column=part.column,
            name=part.name,
            low=part.low,
            high=part.high,
            measure=measure,
            worst=value,
            gap=difference,
            groups=0,
            compared=len(asked),
            of_label=part.column in sure,
        )
    counted = (replace(gap, groups=max(2, groups[key])) for key, gap in worst.items())
    return tuple(sorted(counted, key=lambda gap: (gap.gap.p or 0.0, gap.gap.estimate.value or 0.0)))


_MEASURES: tuple[GapMeasure, ...] = ("AUC", "accuracy of reals", "accuracy of fakes")


def _of(part: Slice, measure: GapMeasure) -> tuple[Estimate | None, Difference | None]:
    if measure == "AUC":
        return part.auc, part.auc_difference
    if measure == "accuracy of reals":
        return part.real_accuracy, part.real_difference
    return part.fake_accuracy, part.fake_difference


def _tested(parts: Sequence[Slice], measure: GapMeasure) -> list[tuple[Slice, GapMeasure, Estimate, Difference]]:
    """The slices of one property that were compared; of two values, which say the same twice, only the worse."""
    comparisons: list[tuple[Slice, GapMeasure, Estimate, Difference]] = []
    for part in parts:
        value, difference = _of(part, measure)
        if value is not None and difference is not None and difference.p_value is not None:
            comparisons.append((part, measure, value, replace(difference, p_adjusted=None, correction=None)))
    if len(parts) == 2 and len(comparisons) == 2:
        return [min(comparisons, key=lambda asked: asked[3].estimate.value or 0.0)]
    return comparisons
