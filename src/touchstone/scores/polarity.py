"""A check of polarity: compare scores with a column of decisions in the same file."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import LABELS

_DECISIONS = ("pred_label", "predicted_label", "prediction_label", "predicted", "pred", "decision")


def decisions(sheet: Sheet, scores: pl.DataFrame) -> list[str]:
    """One line that says how often a column of decisions agrees with P(fake) ≥ 0.5; none if there is no such column.

    Scores are never reversed automatically: the line says if decisions contradict the scores, and the user decides.
    """
    column = next((sheet.lower()[name] for name in _DECISIONS if name in sheet.lower()), None)
    if column is None or sheet.frame[column].dtype != pl.String or scores["detector"].n_unique() != 1:
        return []
    words = sheet.frame[column].str.strip_chars().str.to_lowercase()
    called = words.replace_strict(LABELS, default=None, return_dtype=pl.String)
    rows = pl.DataFrame({"row": sheet.numbers, "called": called})
    both = scores.filter(pl.col("status") == "ok").join(rows, on="row").drop_nulls("called")
    if not both.height:
        return []
    agree = both.filter((pl.col("p_fake") >= 0.5) == (pl.col("called") == "fake")).height
    said = f"column {column!r} agrees with P(fake) ≥ 0.5 in {agree:,} of {both.height:,} rows"
    if 2 * agree < both.height:
        said += f": scores seem to be high for real; if so, say {option('fake_is', 'low')}"
    return [said]
