"""A check of polarity: compare scores with a column of decisions in the same file."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet

from .columns import predicted_class


def decisions(sheet: Sheet, scores: pl.DataFrame, columns: Collection[str]) -> list[str]:
    """One line that says how often a column of decisions agrees with P(fake) ≥ 0.5; none if there is no such column.

    Scores are never reversed automatically: the line says if decisions contradict the scores, and the user decides.
    """
    chosen = predicted_class(sheet, columns)
    if chosen is None or scores["detector"].n_unique() != 1:
        return []
    column = chosen[0]
    rows = pl.DataFrame({"row": sheet.numbers, "called": chosen[1]})
    both = scores.filter(pl.col("status") == "ok").join(rows, on="row").drop_nulls("called")
    if not both.height:
        return []
    agree = both.filter((pl.col("p_fake") >= 0.5) == pl.col("called")).height
    said = f"column {column!r} agrees with P(fake) ≥ 0.5 in {agree:,} of {both.height:,} rows"
    if 2 * agree < both.height:
        said += f": scores seem to be high for real; if so, say {option('fake_is', 'low')}"
    return [said]
