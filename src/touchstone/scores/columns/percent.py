"""Columns whose names say that their numbers are percent."""

from __future__ import annotations

from dataclasses import replace

from touchstone.vocabulary.sheets import Sheet

from ..names import SCORE_NAMES
from ..options import Options
from .candidates import bare_name, free_columns, number_columns, says_percent, scores_are_named


def shares_of_percent(sheet: Sheet, options: Options) -> Sheet:
    """Divide numbers from 0 to 100 by 100 where the name of a score column says percent, and call it without that word."""
    if scores_are_named(options) or options.scale is not None:
        return sheet
    named = [c for c in free_columns(sheet, options) if bare_name(c) in SCORE_NAMES and says_percent(c)]
    for column, values in number_columns(sheet, named).items():
        lowest, highest = values.min(), values.max()
        if lowest is None or highest is None or not (lowest >= 0 and 1 < highest <= 100):  # pyright: ignore[reportOperatorIssue]
            continue
        if bare_name(column) in sheet.lower():
            continue
        note = f"the name of column {column!r} says percent; its numbers were divided by 100"
        divided = replace(sheet, frame=sheet.frame.with_columns((values / 100).alias(column)), notes=(*sheet.notes, note))
        sheet = divided.with_names({column: bare_name(column)})
    return sheet

