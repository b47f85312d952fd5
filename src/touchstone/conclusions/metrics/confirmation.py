"""Weak parts of the footage that were found on one half of the groups and asked for again on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary.defaults import THRESHOLD

from .comparison import correct
from .differences import Difference
from .quantiles import SIGNIFICANT
from .sample import Sample, scored_rows
from .slices import BY_NAME, Slice, compare_slice, slices
from .thresholds import grouped_folds

_EXPLORED = 0.10
"""Largest p, uncorrected, at which a slice is a candidate on the first half."""

_MOST = 10
"""Candidates that are taken to the second half: the more there are, the less each can be confirmed."""

SMALLEST = 0.05
"""Smallest loss of accuracy of a candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedSlice:
    """A slice with a lower accuracy than the rest, on both halves of the groups.

    Attributes:
        part: the slice on the half that it was found on.
        confirmed: accuracy inside − rest at equal label on the other half; p corrected over all candidates by
            Benjamini–Hochberg.
        candidates: slices that were asked for again.
    """

    part: Slice
    confirmed: Difference
    candidates: int

    @property
    def column(self) -> str:
        """The column that was sliced by."""
        return self.part.column

    @property
    def name(self) -> str:
        """Value of the column, or the range of the bin."""
        return self.part.name

    @property
    def difference(self) -> Difference:
        """Accuracy inside − rest at equal label, on the half that it was found on."""
        return self.part.accuracy_difference


def confirmed_slices(
    rows: pl.DataFrame,
    *,
    columns: Sequence[str] = BY_NAME,
    indicators: Sequence[str] = (),
    threshold: float = THRESHOLD,
    level: float = SIGNIFICANT,
    seed: int = 0,
) -> tuple[ConfirmedSlice, ...]:
    """Find slices on one half of the groups, confirm them on the other; the worst first.

    Args:
        rows: video rows of one detector, joined with a column per indicator.
        columns: columns of names.
        indicators: columns of numbers, cut into bins on the first half; the second is cut at the same places.
        threshold: P(fake) from which on a video is called fake.
        level: largest corrected p that confirms.
        seed: of the halves.

    Returns:
        Empty where the groups cannot be halved, or nothing is confirmed.
    """
    scored = scored_rows(rows)
    half = grouped_folds(Sample.from_rows(scored), 2, seed)
    if half is None:
        return ()
    first, second = scored.filter(half == 0), scored.filter(half == 1)
    candidates = sorted(
        (
            part
            for part in slices(first, columns=columns, indicators=indicators, threshold=threshold)
            if part.accuracy_difference.p_value is not None
            and part.accuracy_difference.p_value <= _EXPLORED
            and (part.accuracy_difference.estimate.value or 0.0) <= -SMALLEST
        ),
        key=lambda part: part.accuracy_difference.p_value or 0.0,
    )[:_MOST]
    again = [compare_slice(second, part, threshold) for part in candidates]
    confirmed = [
        ConfirmedSlice(part=part, confirmed=difference, candidates=len(candidates))
        for part, difference in zip(candidates, correct(again, "Benjamini–Hochberg"), strict=True)
        if difference.p_adjusted is not None and difference.p_adjusted <= level and difference.estimate.below(0)
    ]
    return tuple(sorted(confirmed, key=lambda part: part.confirmed.estimate.value or 0.0))
