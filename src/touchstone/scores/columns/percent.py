"""Columns whose names say that their numbers are percent."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.sheets import Sheet, as_property
from touchstone.vocabulary.words import spelled_plainly

from ..names import SCORE_NAMES, find_scores, may_name_detector, measures_spread
from ..options import Options
from ..scale import codes_of_no_answer
from ..worded_names import score_says
from .candidates import bare_name, free_columns, number_columns, says_percent, scores_are_named, without_percent
from .codes import with_failures
from .property_names import describes_videos


def shares_of_percent(sheet: Sheet, options: Options) -> Sheet:
    """Divide numbers from 0 to 100 by 100 where the name of a score column says percent, and call it without that word."""
    if scores_are_named(options) or options.scale is not None:
        return sheet
    named = [c for c in free_columns(sheet, options) if says_percent(c) and (bare_name(c) in SCORE_NAMES or score_says(c))]
    for column, values in number_columns(sheet, named).items():
        highest = _highest(values)
        if highest is None or bare_name(column) in sheet.lower():
            continue
        if highest > 1:
            note = f"the name of column {column!r} says percent; its numbers were divided by 100"
            sheet = _divided(sheet, column, values, note)
        sheet = sheet.with_names({column: bare_name(column)})
    return _of_detectors(sheet, options)


def _of_detectors(sheet: Sheet, options: Options) -> Sheet:
    """Read columns such as ``Xception (%)`` as the scores of detectors, where no column is called a score."""
    free = free_columns(sheet, options)
    if find_scores(sheet, options, [c for c in sheet.columns if c not in free]):
        return sheet
    for column, values in number_columns(sheet, [c for c in free if says_percent(c) and _names_detector(c)]).items():
        highest = _highest(values)
        if highest is None or highest <= 1:
            continue
        note = (
            f"the name of column {column!r} says percent, and no column is called a score, so it is read as P(fake) of a "
            f"detector, divided by 100 (if it is about something else, say {as_property(column)})"
        )
        sheet = _divided(sheet, column, values, note).with_names({column: f"p_{without_percent(column)}"})
    return sheet


def _highest(values: pl.Series) -> float | None:
    """The largest of numbers from 0 to 100, but for codes of no answer; ``None`` where some are outside."""
    answers = values.set(codes_of_no_answer(values, "percent"), None)
    lowest, highest = answers.min(), answers.max()
    within = isinstance(lowest, float) and isinstance(highest, float) and lowest >= 0 and highest <= 100
    return highest if within and isinstance(highest, float) else None


def _divided(sheet: Sheet, column: str, values: pl.Series, note: str) -> Sheet:
    """The sheet with a column divided by 100, codes of no answer as they are, and a note."""
    codes = codes_of_no_answer(values, "percent")
    shares = pl.select(pl.when(codes).then(values).otherwise(values / 100)).to_series()
    held = with_failures(sheet, [column], shares).alias(column)
    return replace(sheet, frame=sheet.frame.with_columns(held), notes=(*sheet.notes, note))


def _names_detector(column: str) -> bool:
    """Whether the name of a column without its percent may be that of a detector."""
    words = {*spelled_plainly(without_percent(column)).split("_")} - {""}
    return bool(words) and may_name_detector(words) and not describes_videos(column) and not measures_spread(column)

