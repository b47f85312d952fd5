"""A row for each class of a video: the rows of the fake class hold P(fake)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.sheets import Sheet, find_fields, share_of
from touchstone.vocabulary.words import LABELS

from ..names import find_scores
from ..options import Options

_KEYS = ("video", "detector", "frame", "clip", "time")
_ROUNDING = 0.011
"""How far sums of scores that are written with two digits may be from 1."""

_ALIKE = 0.99
_FEWEST = 4


def rows_of_fake(sheet: Sheet, options: Options) -> Sheet:
    """Keep the rows of the fake class where each video has one row for real and one for fake, whose scores sum to 1."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "video" not in fields or sheet.frame.height < 2 * _FEWEST:
        return sheet
    keys = list(dict.fromkeys(fields[name] for name in _KEYS if name in fields))
    if 2 * sheet.frame.select(keys).n_unique() != sheet.frame.height:
        return sheet
    for column in (c for c in sheet.columns if c not in keys and c != options.columns.get("label")):
        words = sheet.frame[column].cast(pl.String, strict=False).str.strip_chars().str.to_lowercase()
        if not words.is_in(list(LABELS)).fill_null(value=False).all():
            continue
        fake = (words.replace_strict(LABELS, return_dtype=pl.String) == "fake").alias("_fake")
        if _one_of_each(sheet, keys, fake) and _sum_to_one(sheet, options, [*keys, column]):
            return _kept(sheet, column, fake)
    return sheet


def _one_of_each(sheet: Sheet, keys: list[str], fake: pl.Series) -> bool:
    """Whether each video has a row of either class."""
    counted = (
        sheet.frame.select(keys).with_columns(fake).group_by(keys).agg(pl.len(), pl.col("_fake").sum().alias("fakes"))
    )
    return bool(((counted["len"] == 2) & (counted["fakes"] == 1)).all())


def _sum_to_one(sheet: Sheet, options: Options, taken: list[str]) -> bool:
    """Whether the scores of both rows of nearly every video sum to 1, or to 100."""
    scores = list(find_scores(replace(sheet, frame=sheet.frame.drop(taken[-1])), options, taken[:-1]).values())
    if not scores:
        return False
    values = sheet.frame.select(*taken[:-1], pl.col(scores[0]).cast(pl.Float64, strict=False).alias("_score"))
    sums = values.group_by(taken[:-1]).agg(pl.col("_score").sum())["_score"]
    return any(share_of((sums / whole - 1).abs() < _ROUNDING) >= _ALIKE for whole in (1, 100))


def _kept(sheet: Sheet, column: str, fake: pl.Series) -> Sheet:
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    note = (
        f"each video has a row for real and one for fake in column {column!r}, whose scores sum to 1; "
        "those of fake hold P(fake), the others are not used"
    )
    return replace(
        sheet, frame=sheet.frame.filter(fake).drop(column), positions=places.filter(fake), notes=(*sheet.notes, note)
    )
