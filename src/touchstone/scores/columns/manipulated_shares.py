"""Columns that say how much of a picture or a video is fake, beside scores: `fake_ratio`, `fake_percentage`."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields, number_cells, share_of
from touchstone.vocabulary.words import is_property, spelled_plainly, words_of_name

from ..names import SCORE_NAMES, find_scores, is_decision, means_real, says_fake
from ..options import Options
from ..worded_names import has_score_word, score_says
from .candidates import says_percent, score_option, scores_are_named

_OF_PARTS = frozenset({
    "ratio", "fraction", "share", "proportion", "portion", "percentage", "percent", "pct", "area", "extent", "coverage", "pixels",
    "duration", "seconds", "length", "frames",
})  # fmt: skip
"""Words for how much of a picture or a video is meant."""

_WHOLE = 0.1
_FEWEST = 8
"""Rows with 0 or no number, and their share, from which on a column measures parts: hardly a score is exactly 0 as often."""

_SAME = 0.98


def without_manipulated_shares(sheet: Sheet, options: Options) -> Sheet:
    """Make properties of columns that say how much is fake, where another column is called a score.

    Many of their cells are exactly 0 or empty, as whole real pictures are, and they say something else than the score.
    """
    columns = [c for c in sheet.columns if _says_how_much(c)]
    if not columns or scores_are_named(options):
        return sheet
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    scores = find_scores(sheet, options, [*fields.values(), *options.columns.values(), *columns])
    others = [c for c in scores.values() if _is_score_alone(sheet, c)]
    for column in (c for c in columns if others and c not in fields.values() and _measures_parts(sheet, c, others)):
        sheet = _as_property(sheet, column, others[0])
    return sheet


def _says_how_much(column: str) -> bool:
    """Whether a name has a word for fake and one for a part, and may so be that of a score."""
    parts = bool({*words_of_name(column)} & _OF_PARTS) or says_percent(column)
    return parts and not is_property(column) and (score_says(column) == "fake" or says_fake(spelled_plainly(column)))


def _is_score_alone(sheet: Sheet, column: str) -> bool:
    """Whether a column of fractions is called a score, and not after real."""
    named = has_score_word(column) or spelled_plainly(column) in SCORE_NAMES
    return named and not means_real(column) and not is_decision(sheet.frame[column])


def _measures_parts(sheet: Sheet, column: str, others: list[str]) -> bool:
    """Whether enough cells are 0 or empty, and the others are neither what the scores leave of 1 nor the scores again."""
    numbers = number_cells(sheet, column)
    if numbers is None:
        return False
    nothing = numbers.is_null() | (numbers == 0).fill_null(value=False)
    if int(nothing.sum()) < _FEWEST or share_of(nothing) < _WHOLE or nothing.all():
        return False
    return not any(_is_like(numbers, score) for c in others if (score := number_cells(sheet, c)) is not None)


def _is_like(numbers: pl.Series, score: pl.Series) -> bool:
    """Whether numbers follow scores, in either direction."""
    both = pl.DataFrame([numbers.alias("share"), score.alias("score")]).drop_nulls()
    follows = both.select(pl.corr("share", "score", method="spearman")).item()
    return follows is not None and abs(follows) >= _SAME


def _as_property(sheet: Sheet, column: str, score: str) -> Sheet:
    name = "property_" + re.sub(r"\W+", "_", spelled_plainly(column)).strip("_")
    if name in sheet.columns:
        return sheet
    numbers = number_cells(sheet, column)
    percent = says_percent(column) and numbers is not None and bool((numbers > 1).any())
    way = " ".join([score_option(sheet, column), *([option("scale", "percent")] if percent else [])])
    note = (
        f"column {sheet.in_file(column)!r} says how much is fake, and is 0 or empty in many rows, so beside "
        f"{sheet.in_file(score)!r} it is a property (if it holds the scores, say {way})"
    )
    return replace(sheet.with_names({column: name}), notes=(*sheet.notes, note))
