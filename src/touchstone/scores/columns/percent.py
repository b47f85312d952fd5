"""Columns whose names say that their numbers are percent."""

from __future__ import annotations

import re
from dataclasses import replace

from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import spelled_plainly

from ..names import SCORE_NAMES
from ..options import Options
from .candidates import free_columns, number_columns, scores_are_named

_WORDS = re.compile(r"(?<![\s_\-])[\s_\-]*+(?:\(\s*%\s*\)|%|in[\s_]percent|percent|pct)[\s_\-]*", re.IGNORECASE)


def shares_of_percent(sheet: Sheet, options: Options) -> Sheet:
    """Divide numbers from 0 to 100 by 100 where the name of a score column says percent, and call it without that word."""
    if scores_are_named(options) or options.scale is not None:
        return sheet
    named = [c for c in free_columns(sheet, options) if _bare(c) in SCORE_NAMES and _WORDS.search(c)]
    for column, values in number_columns(sheet, named).items():
        lowest, highest = values.min(), values.max()
        if lowest is None or highest is None or not (lowest >= 0 and 1 < highest <= 100):  # pyright: ignore[reportOperatorIssue]
            continue
        if _bare(column) in sheet.lower():
            continue
        note = f"the name of column {column!r} says percent; its numbers were divided by 100"
        frame = sheet.frame.with_columns((values / 100).alias(column)).rename({column: _bare(column)})
        sheet = replace(sheet, frame=frame, notes=(*sheet.notes, note))
    return sheet


def _bare(column: str) -> str:
    """The name without words for percent, in plain spelling."""
    return spelled_plainly(_WORDS.sub(" ", column))
