"""Rows of which another column says that scoring failed: ``success`` is false, ``n_faces`` is 0, or ``error`` holds a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, as_property, says_failed, text
from touchstone.vocabulary.words import NULL_WORDS, TRUTHS, spelled_plainly

_FEWEST = 3
"""Rows from which on one number in all of them is a filler, whatever it is."""

_FILLERS = (0.0, 0.5, 1.0, -1.0, 50.0, 100.0)
"""Numbers that are written where there is no score; one row with such a number is enough."""

_COUNTS = re.compile(r"^((n|num|nr|number_of|count_of)_?)?(faces?|detections)(_(count|number|found|detected))?$")
_TEXTS = re.compile(
    r"^(error|errors|err|exception|traceback|failure|failure_reason|reason)(_(message|msg|text|reason))?$"
)
_NO_ERROR = frozenset({*NULL_WORDS, "ok", "0", "0.0", "false", "no", "no error", "success", "nan", "[]", "{}"})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Failures:
    """Rows whose scores are none, by columns other than that of states.

    Attributes:
        said: ``failed`` in these rows, null elsewhere.
        why: what says so, in these rows.
        columns: the columns that say it.
        notes: what is said of each column.
    """

    said: pl.Series
    why: pl.Series
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def failures_said(sheet: Sheet, free: Sequence[str], scores: Collection[str]) -> Failures:
    """Rows that failed by a column of truth values, of faces or of errors, if the scores in them say nothing else.

    Such rows hold no number, or all of them the same; where their numbers differ they count, and a note says so.

    Args:
        sheet: the file.
        free: columns that hold neither scores nor states.
        scores: the columns of scores.
    """
    nothing = pl.Series("said", [None], dtype=pl.String).new_from_index(0, sheet.frame.height)
    said, why = nothing, nothing.alias("why")
    columns, notes = list[str](), list[str]()
    numbers = [sheet.frame[c].cast(pl.Float64, strict=False) for c in scores]
    for column in free:
        failed = _failed(sheet, column)
        if failed is None or not failed.any() or failed.all():
            continue
        filler = _filler([values.filter(failed) for values in numbers])
        if filler is None:
            notes.append(_counting(column, int(failed.sum())))
            continue
        columns.append(column)
        notes.append(
            f"status: column {column!r} says that {int(failed.sum()):,} rows failed, and {filler}, so they count as failed "
            f"(if not, say {as_property(column)})"
        )
        cells = pl.DataFrame({"cell": text(sheet, column)})
        what = cells.select(pl.format("{} is {}", pl.lit(column), "cell")).to_series()
        why = why.zip_with(~(failed & said.is_null()), what)
        said = said.set(failed, "failed")
    return Failures(said=said, why=why.alias("why"), columns=tuple(columns), notes=tuple(notes))


def _failed(sheet: Sheet, column: str) -> pl.Series | None:
    """The rows of which a column says that scoring failed; ``None`` where its name or its cells are about something else."""
    name = spelled_plainly(column)
    cells = text(sheet, column).str.to_lowercase()
    if (fails := says_failed(column)) is not None and cells.drop_nulls().is_in(list(TRUTHS)).all():
        values = cells.replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
        return (values == fails).fill_null(value=False)
    if _COUNTS.match(name):
        return (cells.cast(pl.Float64, strict=False) == 0).fill_null(value=False)
    if _TEXTS.match(name) and sheet.frame[column].dtype == pl.String:
        words = cells.set(cells.is_in(list(_NO_ERROR)).fill_null(value=False), None)
        return None if words.cast(pl.Float64, strict=False).is_not_null().any() else words.is_not_null()
    return None


def _filler(held: Sequence[pl.Series]) -> str | None:
    """What the scores of rows that failed are, in words; ``None`` where they may be scores."""
    shown = list[str]()
    for values in held:
        distinct = values.filter(values.is_finite().fill_null(value=False)).unique()
        if distinct.len() > 1 or (distinct.len() and distinct[0] not in _FILLERS and values.len() < _FEWEST):
            return None
        shown += [f"{distinct[0]:g}" for _ in range(distinct.len())]
    listed = ", ".join(dict.fromkeys(shown))
    return f"all of them hold {listed} as score" if listed else "they hold no score"


def _counting(column: str, rows: int) -> str:
    way = (
        f"say {option('columns', f'status={column}')}"
        if says_failed(column) is not None
        else "leave these scores empty"
    )
    what = f"column {column!r} says that {rows:,} rows failed, but their scores differ, so they count"
    return f"{what}; if they are not scores, {way}"
