"""A row for each class of a video: the rows of the fake class hold P(fake), or the rows together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.sheets import Sheet, as_property, find_fields, share_of
from touchstone.vocabulary.words import LABELS, is_property, spelled_plainly

from ..names import find_scores, is_logit
from ..options import Options

_KEYS = ("video", "detector", "frame", "clip", "time")
_ROUNDING = 0.011
"""How far sums of scores that are written with two digits may be from 1."""

_ALIKE = 0.99
_FEWEST = 4
_TWO = 2
_MOST_CLASSES = 16
_LOOKED_AT = 1000
_MOST_BESIDE = 64
"""Values of a column, such as an epoch, up to which it may tell the rows of one class of a video apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Classes:
    """A column of classes, of which each video has a row for each.

    Attributes:
        column: the column.
        keys: the columns that name what was scored.
        number: how many classes there are.
        real: whether each row is that of the real class.
        score: the column of scores.
    """

    column: str
    keys: tuple[str, ...]
    number: int
    real: pl.Series
    score: str


_OF_CLASSES = frozenset({"class", "classes", "cls", "klass", "category", "categories"})
"""Words of the name of a column that holds classes, and not versions of a video."""


def rows_of_fake(sheet: Sheet, options: Options) -> Sheet:
    """One row for each video that has a row for real and each fake class, whose scores sum to 1 or are logits.

    Logits are read so only beside a column of labels, of which each video has one; those of several classes where the
    name of their column says classes.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "video" not in fields or sheet.frame.height < 2 * _FEWEST:
        return sheet
    keys = list(dict.fromkeys(fields[name] for name in _KEYS if name in fields))
    for column in (c for c in sheet.columns if c not in keys and not is_property(c) and c != options.columns.get("label")):
        scored = _classes_of(sheet, options, keys, column)
        if scored is None:
            continue
        if _sum_to_one(sheet, scored):
            return _kept(sheet, scored) if scored.number == _TWO else _summed(sheet, scored)
        if _are_logits(sheet, scored, fields.get("label")):
            return _odds(sheet, scored)
    return sheet


def _classes_of(sheet: Sheet, options: Options, keys: Sequence[str], column: str) -> _Classes | None:
    cells = sheet.frame[column]
    first = cells.head(_LOOKED_AT).unique()
    if cells.null_count() or (first.len() > _MOST_CLASSES and _words(first).n_unique() > _MOST_CLASSES):
        return None
    present = _words(sheet.different(column)).unique()
    number = present.len()
    if present.null_count() or not _TWO <= number <= _MOST_CLASSES:
        return None
    classes = {word: LABELS.get(word) for word in present}
    fakes = [label for label in classes.values() if label != "real"]
    if len(fakes) != number - 1 or (number == _TWO and fakes != ["fake"]):
        return None
    if number * sheet.frame.select(keys).n_unique() > sheet.frame.height:
        return None  # no column beside the keys makes fewer of what was scored
    scores = list(find_scores(replace(sheet, frame=sheet.frame.drop(column)), options, keys).values())
    if not scores:
        return None
    words = _words(cells)
    beside = [c for c in sheet.columns if c not in (*keys, *scores, column) and not sheet.frame[c].dtype.is_float()]
    for more in ([], *([c] for c in beside)):
        if more and not 2 <= sheet.frame[more[0]].n_unique() <= _MOST_BESIDE:
            continue
        if _each_once(sheet.frame, [*keys, *more], column, number):
            real = words.is_in([word for word, label in classes.items() if label == "real"])
            return _Classes(column=column, keys=(*keys, *more), number=number, real=real, score=scores[0])
    return None


def _words(cells: pl.Series) -> pl.Series:
    return cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase()


def _each_once(frame: pl.DataFrame, keys: Sequence[str], column: str, number: int) -> bool:
    """Whether everything that was scored has one row for each class."""
    if number * frame.select(keys).n_unique() != frame.height:
        return False
    counted = frame.group_by(keys).agg(rows=pl.len(), classes=pl.col(column).n_unique())
    return bool(((counted["rows"] == number) & (counted["classes"] == number)).all())


def _values(sheet: Sheet, scored: _Classes) -> pl.DataFrame:
    value = pl.col(scored.score).cast(pl.Float64, strict=False).alias("_score")
    return sheet.frame.select(*scored.keys, value).with_columns(scored.real.alias("_real"))


def _sum_to_one(sheet: Sheet, scored: _Classes) -> bool:
    """Whether the scores of all rows of nearly every video sum to 1, or to 100."""
    values = _values(sheet, scored)
    sums = values.group_by(scored.keys).agg(pl.col("_score").sum())["_score"]
    close = scored.number * _ROUNDING / 2
    return bool((values["_score"].drop_nulls() >= 0).all()) and any(
        share_of((sums / whole - 1).abs() < close) >= _ALIKE for whole in (1, 100)
    )


def _are_logits(sheet: Sheet, scored: _Classes, label: str | None) -> bool:
    """Whether scores are on both sides of 0 or called logits, and each video has one label in another column."""
    if label is None or label in (scored.column, *scored.keys):
        return False
    if scored.number > _TWO and not _OF_CLASSES & {*spelled_plainly(sheet.in_file(scored.column)).split("_")}:
        return False  # an original and its changed versions have a row each too
    values = sheet.frame[scored.score].cast(pl.Float64, strict=False).drop_nulls()
    both_sides = bool((values < 0).any() and (values > 0).any())
    labels = sheet.frame.group_by(scored.keys).agg(pl.col(label).n_unique())[label]
    return (both_sides or is_logit(scored.score)) and bool((labels == 1).all())


def _kept(sheet: Sheet, scored: _Classes) -> Sheet:
    note = (
        f"each video has a row for real and one for fake in column {scored.column!r}, whose scores sum to 1; "
        "those of fake hold P(fake), the others are not used"
    )
    return _filtered(sheet, scored, ~scored.real, note)


def _summed(sheet: Sheet, scored: _Classes) -> Sheet:
    note = (
        f"each video has a row for each of {scored.number} classes in column {scored.column!r}, whose scores sum to 1; P(fake) "
        f"is the sum of those other than real{_way_back(sheet, scored)}"
    )
    total = pl.col("_score").filter(~pl.col("_real")).sum()
    return _filtered(_with_score(sheet, scored, total), scored, scored.real, note)


def _odds(sheet: Sheet, scored: _Classes) -> Sheet:
    of_fake, of_real = (pl.col("_score").filter(row) for row in (~pl.col("_real"), pl.col("_real")))
    if scored.number == _TWO:
        rows, what = "real and one for fake", "their difference is the log-odds of fake"
        value = of_fake.first() - of_real.first()
    else:
        rows, what = f"each of {scored.number} classes", "log-odds of fake = log Σ exp(those other than real) − real"
        value = of_fake.max() + (of_fake - of_fake.max()).exp().sum().log() - of_real.first()
    note = f"each video has a row for {rows} in column {scored.column!r}, which hold logits; {what}{_way_back(sheet, scored)}"
    return _filtered(_with_score(sheet, scored, value), scored, scored.real, note)


def _way_back(sheet: Sheet, scored: _Classes) -> str:
    return f" (if it holds something else, say {as_property(sheet.in_file(scored.column))})"


def _with_score(sheet: Sheet, scored: _Classes, value: pl.Expr) -> Sheet:
    """The sheet with a value of all rows of what was scored in place of the score; empty where a row has no number."""
    whole = pl.when(pl.col("_score").is_not_null().all()).then(value)
    each = _values(sheet, scored).group_by(scored.keys).agg(whole.alias("_value"))
    joined = sheet.frame.select(scored.keys).join(each, on=scored.keys, how="left", maintain_order="left", nulls_equal=True)
    return replace(sheet, frame=sheet.frame.with_columns(joined["_value"].alias(scored.score)))


def _filtered(sheet: Sheet, scored: _Classes, rows: pl.Series, note: str) -> Sheet:
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    return replace(
        sheet, frame=sheet.frame.filter(rows).drop(scored.column), positions=places.filter(rows), notes=(*sheet.notes, note)
    )
