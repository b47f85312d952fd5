"""Performance by part of the footage: by method, data set, source, and by how much of an indicator a video
shows.

A slice is compared with the rest at equal label (Mantel–Haenszel weights): a slice must not look bad only
because it holds more of the label that the detector is worse at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from touchstone.vocabulary.defaults import THRESHOLD
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.words import STATED, shown_property

from .arrays import Codes, Flags
from .comparison import correct
from .contrasts import accuracy_contrast, auc_contrast, independent_units
from .curves import quantile_bins
from .differences import Difference
from .estimate import Estimate
from .proportion import proportion
from .ranking import auc_estimate
from .reliability import FEW_IN_A_SLICE
from .sample import Sample, scored_rows

BY_NAME = ("method", "dataset", "source")
"""Columns of names that videos are always divided by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Performance on one part of the videos.

    Attributes:
        column: the column that was sliced by, or the property that it holds.
        name: value of the column, or the range of the bin.
        low: smallest value of an indicator's bin; ``None`` for a column of names.
        high: largest value of an indicator's bin.
        real: real videos in the slice. A slice by method has none of its own and is ranked against all real
            videos.
        fake: fake videos in the slice.
        accuracy: accuracy in the slice.
        auc: AUC in the slice.
        accuracy_difference: slice − rest at equal label, corrected over all slices by Benjamini–Hochberg.
        auc_difference: slice − rest, corrected likewise.
        real_accuracy: accuracy of the real videos in the slice; ``None`` where it was not measured.
        fake_accuracy: accuracy of its fakes, likewise.
        real_difference: real accuracy, slice − rest, not corrected: :func:`touchstone.conclusions.metrics.gaps` does that.
        fake_difference: fake accuracy, slice − rest, likewise.
        note: why the slice was not tested; ``None`` where it was.
    """

    column: str
    name: str
    low: float | None
    high: float | None
    real: int
    fake: int
    accuracy: Estimate
    auc: Estimate
    accuracy_difference: Difference
    auc_difference: Difference
    real_accuracy: Estimate | None = None
    fake_accuracy: Estimate | None = None
    real_difference: Difference | None = None
    fake_difference: Difference | None = None
    note: str | None


def slices(
    rows: pl.DataFrame,
    *,
    columns: Sequence[str] = BY_NAME,
    indicators: Sequence[str] = (),
    bins: int = 4,
    threshold: float = THRESHOLD,
    least: int = FEW_IN_A_SLICE,
) -> tuple[Slice, ...]:
    """Slice the videos of one detector and compare every slice with the rest.

    Slices that were found on these data should be confirmed on others: most of what stands out is noise.

    Args:
        rows: video rows of one detector, joined with a column per indicator (mean over the video's units).
        columns: columns of names; those that the rows lack or that hold a single value are passed over.
        indicators: columns of numbers, cut into quantile bins; null and NaN fall into no bin. Columns ``property NAME`` of either
            kind are called NAME in the slices.
        bins: bins per indicator; fewer where values tie.
        threshold: P(fake) from which on a video is called fake.
        least: fewest videos of a slice that is tested.

    Raises:
        TableError: an indicator is not a column of the rows.

    >>> rows = pl.DataFrame({
    ...     "label": ["real", "fake"] * 40,
    ...     "p_fake": [0.2, 0.9] * 20 + [0.2, 0.4] * 20,
    ...     "dataset": ["a"] * 40 + ["b"] * 40,
    ... })
    >>> [(part.name, part.accuracy.value) for part in slices(rows)]
    [('a', 1.0), ('b', 0.5)]
    """
    # In order of score, every search for a score's place among the others walks through memory: four times as fast.
    scored = scored_rows(rows).sort("p_fake", maintain_order=True)
    judged = _Judged.at(Sample.from_rows(scored), threshold)
    parts: list[Slice] = []
    for column in columns:
        if column in scored.columns:
            parts += _by_name(scored, judged, column, least)
    for column in indicators:
        if column not in scored.columns:
            raise TableError(
                f"the rows have no indicator {column!r}; join the indicators' means to the video rows first"
            )
        parts += _by_bin(scored, judged, column, bins, least)
    accuracy = correct([part.accuracy_difference for part in parts], "Benjamini–Hochberg")
    ranking = correct([part.auc_difference for part in parts], "Benjamini–Hochberg")
    return tuple(
        replace(part, accuracy_difference=corrected_accuracy, auc_difference=corrected_auc)
        for part, corrected_accuracy, corrected_auc in zip(parts, accuracy, ranking, strict=True)
    )


def compare_slice(
    rows: pl.DataFrame, like: Slice, threshold: float = THRESHOLD, least: int = FEW_IN_A_SLICE
) -> Difference:
    """Accuracy of a slice that was defined elsewhere, less that of the rest at equal label; no p where it is too small.

    Args:
        rows: other video rows with the same columns.
        like: the slice; of an indicator's bin the range counts.
        threshold: P(fake) from which on a video is called fake.
        least: fewest videos of a slice that is tested.
    """
    scored = scored_rows(rows)
    sample = Sample.from_rows(scored)
    has_value, inside = _membership(scored, like)
    flags = scored.select(has_value.alias("has_value"), inside.alias("inside"))
    chosen = flags["inside"].to_numpy().astype(np.bool_)
    rest = flags["has_value"].to_numpy().astype(np.bool_) & ~chosen
    right = ((sample.p >= threshold) == sample.fake).astype(np.float64)
    enough = int(np.count_nonzero(chosen)) >= least and independent_units(sample, chosen) > 1.0
    return accuracy_contrast(sample, right, chosen, rest, test=enough)


def without_slice(rows: pl.DataFrame, part: Slice) -> pl.DataFrame:
    """The video rows that are not of a slice; of an indicator's bin the range counts."""
    return rows.filter(~_membership(rows, part)[1])


def _membership(rows: pl.DataFrame, part: Slice) -> tuple[pl.Expr, pl.Expr]:
    """Whether each row has a value by which videos were sliced, and whether it is that of this slice; neither is null."""
    column = column_in(rows, part.column)
    if part.low is None or part.high is None:
        names = pl.col(column).cast(pl.String)
        if part.column == "method":
            names = pl.when(pl.col("label") == "fake").then(names)
        has_value, inside = names.is_not_null(), names == part.name
    else:
        value = pl.col(column).cast(pl.Float64)
        has_value, inside = value.is_finite(), value.is_between(part.low, part.high)
    return has_value.fill_null(value=False), inside.fill_null(value=False)


def column_in(rows: pl.DataFrame, name: str) -> str:
    """The column of ``rows`` that a property or a column of this name is in."""
    return STATED + name if STATED + name in rows.columns else name


def _by_name(rows: pl.DataFrame, judged: _Judged, column: str, least: int) -> list[Slice]:
    names = rows[column].cast(pl.String)
    every_real = column == "method"
    if every_real:
        # The method of a real video says nothing, whatever a table holds there.
        names = rows.select(pl.when(pl.col("label") == "fake").then(pl.col(column).cast(pl.String))).to_series()
    named = names.is_not_null().to_numpy().astype(np.bool_)
    values = names.drop_nulls().unique().sort().to_list()
    if len(values) < 2:
        return []
    codes = names.cast(pl.Enum(values)).to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    shared = ~judged.sample.fake if every_real else None
    return [
        _slice(judged, column, name, codes == code, rest=named & (codes != code), shared=shared, least=least)
        for code, name in enumerate(values)
    ]


def _by_bin(rows: pl.DataFrame, judged: _Judged, column: str, bins: int, least: int) -> list[Slice]:
    values = rows[column].cast(pl.Float64).fill_null(math.nan).to_numpy().astype(np.float64)
    measured = np.isfinite(values)
    if np.unique(values[measured]).size < 2:
        return []
    index = np.full(values.size, -1, np.int64)
    index[measured] = quantile_bins(values[measured], bins)
    parts: list[Slice] = []
    for k in range(int(index.max()) + 1):
        inside = index == k
        low, high = float(values[inside].min()), float(values[inside].max())
        part = _slice(
            judged,
            column,
            f"{low:.4g} to {high:.4g}",
            inside,
            rest=measured & ~inside,
            least=least,
        )
        parts.append(replace(part, low=low, high=high))
    return parts


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What every slice of the same videos is made from.

    Attributes:
        sample: the videos.
        right: whether the decision was right, shape (n,).
        by_label: for each label, the numbers of its videos, those alone, and whether each decision was right.
    """

    sample: Sample
    right: Flags
    by_label: dict[str, tuple[Codes, Sample, Flags]]

    @classmethod
    def at(cls, sample: Sample, threshold: float) -> _Judged:
        """The videos, called fake from the threshold on."""
        right = (sample.p >= threshold) == sample.fake
        by_label: dict[str, tuple[Codes, Sample, Flags]] = {}
        for label, of_label in (("real", ~sample.fake), ("fake", sample.fake)):
            by_label[label] = (np.flatnonzero(of_label), sample.part(of_label), right[of_label])
        return cls(sample, right, by_label)


def _slice(
    judged: _Judged,
    column: str,
    name: str,
    inside: Flags,
    *,
    rest: Flags,
    shared: Flags | None = None,
    least: int,
) -> Slice:
    """One slice against ``rest``; ``shared`` videos (all real ones, for a method) are ranked on both sides."""
    sample, right = judged.sample, judged.right
    shared = np.zeros(len(sample), np.bool_) if shared is None else shared
    ranked, ranked_rest = sample.part(inside | shared), rest | shared
    n = int(np.count_nonzero(inside))
    accuracy = proportion(right[inside], None if sample.group is None else sample.group[inside])
    area = auc_estimate(ranked)
    note = None
    if n < least:
        note = f"only {n} videos: too few to tell (a slice needs {least})"
    elif independent_units(sample, inside) <= 1.0:
        note = "all its videos are from one group: they show nothing about other groups"
    note_of_slice = note
    accuracy_test = accuracy_contrast(sample, right.astype(np.float64), inside, rest, test=note is None)
    fakes_of_rest = int(np.count_nonzero(ranked_rest & sample.fake))
    reals_of_rest = int(np.count_nonzero(ranked_rest)) - fakes_of_rest
    scarce = min(ranked.fake_count, ranked.real_count, fakes_of_rest, reals_of_rest)
    enough = note is None and scarce >= max(1, least // 2)
    if note is None and not enough:
        note = f"the AUC is not tested: a label has only {scarce} videos in the slice or in the rest"
    auc_test = auc_contrast(sample, inside, rest, shared, test=enough)
    fakes = int(np.count_nonzero(inside & sample.fake))
    by_label: dict[str, tuple[Estimate, Difference]] = {}
    for label, (videos, of_label, right_of_label) in judged.by_label.items():
        here, there = inside[videos], rest[videos]
        rate = proportion(right_of_label[here], None if of_label.group is None else of_label.group[here])
        few = min(int(np.count_nonzero(here)), int(np.count_nonzero(there))) < max(1, least // 2)
        by_label[label] = (
            rate,
            accuracy_contrast(
                of_label, right_of_label.astype(np.float64), here, there, test=not few and note_of_slice is None
            ),
        )
    return Slice(
        column=shown_property(column),
        name=name,
        low=None,
        high=None,
        real=n - fakes,
        fake=fakes,
        accuracy=accuracy,
        auc=area,
        accuracy_difference=accuracy_test,
        auc_difference=auc_test,
        real_accuracy=by_label["real"][0],
        fake_accuracy=by_label["fake"][0],
        real_difference=by_label["real"][1],
        fake_difference=by_label["fake"][1],
        note=note,
    )
