"""Rows of which another column says that scoring failed: ``success`` is false, ``n_faces`` is 0, or ``error`` holds a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, as_property, marks_of_splits, says_failed, text
from touchstone.vocabulary.words import COLUMNS, NULL_WORDS, TRUTHS, spelled_plainly

_FEWEST = 3
"""Rows from which on one number in all of them is a filler, whatever it is."""

_FILLERS = (0.0, 0.5, 1.0, -1.0, 50.0, 100.0)
"""Numbers that are written where there is no score; one row with such a number is enough."""

_COUNTS = re.compile(
    r"^((n|num|nr|number_of|count_of)_?)?(faces?|detections)(_(count|number|found|detected))?$"
    r"|^((n|num|nr|number_of)_?)?((valid|used|read|decoded|extracted|processed|sampled|face)_)?(frames|crops)"
    r"(_(read|used|found|decoded|extracted|processed|sampled))?$|^((valid|used|face)_)?(frame|crop)_count$"
    r"|^(face|det|detection|detector)_(conf|confidence|score|prob|probability)$"
)
"""Names of columns in which 0 says that nothing was found to score: no face, no frame."""

_ONE_OF_SEVERAL = frozenset({"face", "detection"})
"""Names of columns that may say which face a row is of, from 0 on, and not how many there are."""

_TEXTS = re.compile(
    r"^(error|errors|err|exception|traceback|failure|failure_reason|reason)(_(message|msg|text|reason))?$"
)
_REMARKS = re.compile(r"^(note|comment|remark|message|msg|warning|info|detail|details|log|hint|bemerkung|kommentar)s?$")
"""Names of columns whose texts may say that scoring failed, or something else."""

_OF_STATES = frozenset({
    "status", "state", "errno", "rc", "statuscode", "exitcode", "returncode", "retcode", "errcode", "errorcode",
})  # fmt: skip
_OF_CODES = frozenset({"exit", "return", "ret", "error", "err", "http", "response", "result", "api", "job", "failure", "fail"})
"""Words beside *code* in names of columns whose codes say whether scoring worked."""

_MOST_CODES = 12
_OF_OTHERS = 0.05
"""Share of the other rows up to which they may hold the number of those that failed."""

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
        if failed is None and _holds_codes(column):
            failed = failed_codes(text(sheet, column), numbers)
            if failed is None:
                notes += _undecided(sheet, column)
        if failed is None and _REMARKS.match(spelled_plainly(column)):
            failed = _remarked(text(sheet, column), numbers)
        if failed is None or not failed.any() or failed.all():
            continue
        filler = _filler([values.filter(failed) for values in numbers])
        if filler is None:
            if spelled_plainly(column) not in _ONE_OF_SEVERAL:
                notes.append(_counting(sheet, column, int(failed.sum())))
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


def _holds_codes(column: str) -> bool:
    """Whether the name of a column says that it holds codes of states or errors, and not which of them means a failure.

    >>> [_holds_codes(name) for name in ("status_code", "ExitCode", "code", "country_code")]
    [True, True, True, False]
    """
    name = spelled_plainly(column)
    words = {*name.split("_")}
    of_code = name == "code" or ("code" in words and bool(words & _OF_CODES))
    return of_code or name in COLUMNS["status"] or bool(words & _OF_STATES)


def _remarked(remarks: pl.Series, scores: Sequence[pl.Series]) -> pl.Series | None:
    """The rows whose remark says that scoring failed: several rows, of which all hold one score that other rows hardly have.

    Args:
        remarks: texts, null where there is none.
        scores: numbers of each column of scores.

    Returns:
        All rows with a remark, or those of the remarks that do; ``None`` where there are none.
    """
    if _is_filler(remarks.is_not_null(), scores):
        return remarks.is_not_null()
    distinct = remarks.drop_nulls().unique()
    if distinct.len() > _MOST_CODES:
        return None
    failing = [word for word in distinct if _is_filler((remarks == word).fill_null(value=False), scores)]
    return remarks.is_in(failing).fill_null(value=False) if failing else None


def _is_filler(rows: pl.Series, scores: Sequence[pl.Series]) -> bool:
    """Whether at least three rows, and not all, hold one number, which few other rows have, or none."""
    if not _FEWEST <= int(rows.sum()) < rows.len() or _filler([values.filter(rows) for values in scores]) is None:
        return False
    for values in scores:
        held, rest = values.filter(rows).drop_nulls(), values.filter(~rows).drop_nulls()
        if held.len() and int((rest == held[0]).sum()) > _OF_OTHERS * rest.len():
            return False
    return True


def _failed(sheet: Sheet, column: str) -> pl.Series | None:
    """The rows of which a column says that scoring failed; ``None`` where its name or its cells are about something else."""
    name = spelled_plainly(column)
    fails = says_failed(column)
    if fails is None and not _COUNTS.match(name) and not _TEXTS.match(name):
        return None
    cells = text(sheet, column).str.to_lowercase()
    if fails is not None and cells.drop_nulls().is_in(list(TRUTHS)).all():
        values = cells.replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
        return (values == fails).fill_null(value=False)
    if _COUNTS.match(name):
        return (cells.cast(pl.Float64, strict=False) == 0).fill_null(value=False)
    if _TEXTS.match(name) and sheet.frame[column].dtype == pl.String:
        words = cells.set(cells.is_in(list(_NO_ERROR)).fill_null(value=False), None)
        return None if words.cast(pl.Float64, strict=False).is_not_null().any() else words.is_not_null()
    return None


def failed_codes(codes: pl.Series, scores: Sequence[pl.Series]) -> pl.Series | None:
    """The rows whose code says that scoring failed: all rows of it hold no score, or the same filler, and other rows differ.

    Args:
        codes: few numbers or words, one per row.
        scores: numbers of each column of scores.

    Returns:
        ``None`` where no code or every code is such a one, or where there are many.
    """
    distinct = codes.drop_nulls().unique()
    if not 1 < distinct.len() <= _MOST_CODES:
        return None
    failing = [code for code in distinct if _filler([values.filter(codes == code) for values in scores]) is not None]
    if not 0 < len(failing) < distinct.len():
        return None
    return codes.is_in(failing).fill_null(value=False)


def _undecided(sheet: Sheet, column: str) -> list[str]:
    """A note on two codes that may say which rows failed, where scores do not tell which one does."""
    codes = text(sheet, column).drop_nulls()
    if set(codes.unique().to_list()) not in ({"0", "1"}, {"0.0", "1.0"}):
        return []
    rare = codes.value_counts(sort=True)[column][-1]
    return [
        f"column {column!r} holds 0 and 1, and rows of both have scores that differ, so every row counts; if it says which rows "
        f"failed, {option('columns', f'status={column}')} takes those with {rare}, the rarer one"
    ]


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


def _counting(sheet: Sheet, column: str, rows: int) -> str:
    way = (
        f"say {option('columns', f'status={column}')}"
        if says_failed(column) is not None
        else "leave these scores empty"
    )
    what = f"column {column!r} says that {rows:,} rows failed, but their scores differ, so they count"
    split = f"; if it marks a split, say {option('columns', f'split={column}')}" if marks_of_splits(sheet, column) else ""
    return f"{what}; if they are not scores, {way}{split}"
