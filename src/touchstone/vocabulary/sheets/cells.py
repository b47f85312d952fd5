"""From cells to values; a cell that cannot be one is named with its file and row."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary import defaults
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.tables import VIDEOS
from touchstone.vocabulary.words import FAILURES, NOBODY, NULL_WORDS, STATES, TRUTHS, UNSCORED, spelled_plainly

from .measures import measures
from .sheet import Sheet
from .spelled import is_tensor_text
from .split_columns import short_splits, splits_of_flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How labels and groups of a file are meant.

    Attributes:
        label_fake: values of the label column that mean fake; all others then mean real. Where empty, usual words are known.
        of_form: the form of list whose convention ``label_fake`` is; empty where the user says it.
        fake_audio: what a real picture with false sound counts as: the answer depends on the question that is asked.
        group_pattern: regular expression whose first group, found in the key of a video, names the group, and whose part
            ``(?P<donor>…)`` names the donor.
    """

    label_fake: tuple[str, ...] = ()
    of_form: str = ""
    fake_audio: defaults.FakeAudio = defaults.FAKE_AUDIO
    group_pattern: str | None = None


LONGEST_CELL = 32_767
"""Bytes of a cell that is used: about what a cell of a spreadsheet holds at most."""


def share_of(flags: pl.Series) -> float:
    """Share of true ones among truth values that are not null; 0 of none.

    >>> share_of(pl.Series([True, False, None])), share_of(pl.Series([], dtype=pl.Boolean))
    (0.5, 0.0)
    """
    counted = flags.len() - flags.null_count()
    return int(flags.sum()) / counted if counted else 0.0


def text(sheet: Sheet, column: str) -> pl.Series:
    """Cells as text without blanks around; empty ones are null.

    Raises:
        TableError: a cell is too long.
    """
    if column not in sheet.contents.texts:
        sheet.contents.texts[column] = _text(sheet, column)
    return sheet.contents.texts[column]


def _text(sheet: Sheet, column: str) -> pl.Series:
    values = _without_blanks(sheet.frame[column].cast(pl.String))
    bytes_of_cells = values.str.len_bytes()
    if (bytes_of_cells.max() or 0) > LONGEST_CELL:  # pyright: ignore[reportOperatorIssue]
        at = int((bytes_of_cells > LONGEST_CELL).fill_null(value=False).arg_true()[0])
        held = len(values[at].encode())
        raise TableError(
            f"{sheet.where(at)}: column {quoted(column)} holds {held:,} bytes of text, more than the {LONGEST_CELL:,} that are "
            "read; shorten it"
        )
    return values


def _without_blanks(cells: pl.Series) -> pl.Series:
    """Cells without blanks around, null where nothing is left; the same ones where there are none, so that none is held twice."""
    bare = cells.str.strip_chars()
    bare = cells if (bare == cells).all() else bare
    empty = (bare == "").fill_null(value=False)
    return bare.set(empty, None) if empty.any() else bare


def with_slashes(names: pl.Series) -> pl.Series:
    """Names of files with forward slashes in place of backward ones.

    >>> with_slashes(pl.Series(["a\\\\b.mp4", "c.mp4"])).to_list()
    ['a/b.mp4', 'c.mp4']
    """
    turned = names.str.contains("\\", literal=True).any()
    return names.str.replace_all("\\", "/", literal=True) if turned else names


def video_keys(sheet: Sheet, column: str) -> pl.Series:
    """Keys of videos: forward slashes, nothing that says 'here' before them.

    Raises:
        TableError: a row has none.
    """
    values = with_slashes(text(sheet, column))
    values = values.str.replace(r"^(\./)+", "") if values.str.starts_with("./").any() else values
    empty = values.is_null().arg_true()
    if len(empty):
        raise TableError(f"{sheet.where(int(empty[0]))}: column {quoted(column)} names no video; give each row one")
    return values


_LIKE_NUMBER = re.compile(r"[-+−]?(?=[.,'’\s]*\d)[\d.,'’\s]+(?:[eE][-+]?\d+)?")
"""Cells that are numbers in a spelling that can be read in two ways, such as 1,234."""


def numbers(sheet: Sheet, column: str, *, score: bool = False) -> tuple[pl.Series, pl.Series]:
    """Cells as numbers, and for scores which cells say in words that scoring failed.

    Returns:
        Numbers (null where there is none, NaN and infinities as they are), and the words of failures (null elsewhere).

    Raises:
        TableError: a cell is text that means neither a number nor nothing.
    """
    values = sheet.frame[column]
    nobody = pl.Series("failure", [None], dtype=pl.String).new_from_index(0, values.len())
    if values.dtype.is_numeric() or values.dtype == pl.Boolean:
        return values.cast(pl.Float64).alias(column), nobody
    cells = text(sheet, column)
    values = cells.cast(pl.Float64, strict=False)
    odd = (cells.is_not_null() & values.is_null()).arg_true()
    if not len(odd):
        return values, nobody
    words = cells.gather(odd).str.to_lowercase()
    failure = words.is_in(list(FAILURES)) if score else pl.Series([False]).new_from_index(0, words.len())
    wrong = (~(words.is_in(list(UNSCORED if score else NULL_WORDS)) | failure)).arg_true()
    if len(wrong):
        at = int(odd[int(wrong[0])])
        hint = "leave it empty, or say failed in a column 'status'" if score else "correct it or leave it empty"
        what = "is not a number"
        if _LIKE_NUMBER.fullmatch(str(cells[at])):
            hint = "write it with a decimal point, and without marks between thousands"
        if str(cells[at]).endswith("%"):
            hint = "write all cells of the column in percent, or none"
        if is_tensor_text(str(cells[at])):
            what, hint = "is the text of a tensor, and not of one number", "write its number, as .item() gives it"
        raise TableError(f"{sheet.where(at)}: column {quoted(column)} holds {quoted(cells[at])}, which {what}; {hint}")
    said = nobody.scatter(odd.filter(failure), cells.gather(odd.filter(failure))) if failure.any() else nobody
    return values, said


_FINE = re.compile(
    r"^(is_|was_)?(success|successful|succeeded|ok|okay|valid|processed|readable|decoded|detected|face_detected|face_found|has_face|"
    r"found_face|face_ok|detection_ok)$"
)
_BROKEN = re.compile(
    r"^(is_|was_|has_)?(failed|failure|fail|error|errored|invalid|corrupt|corrupted|unreadable|broken|timeout|timed_out|no_face|"
    r"face_missing|skipped)$"
)


def says_failed(column: str) -> bool | None:
    """The truth value that means that scoring failed, by the name of a column; ``None`` where the name says nothing.

    >>> says_failed("Success"), says_failed("has_error"), says_failed("label")
    (False, True, None)
    """
    name = spelled_plainly(column)
    return False if _FINE.match(name) else True if _BROKEN.match(name) else None


def are_states(cells: pl.Series, column: str) -> bool:
    """Whether at least half of the different words of a column are states; 0 and 1 only where its name says which one fails.

    >>> are_states(pl.Series(["ok", "no face"]), "status"), are_states(pl.Series(["0", "1"]), "status")
    (True, False)
    """
    words = cells.unique().cast(pl.String).str.strip_chars().str.to_lowercase().replace("", None).drop_nulls().unique()
    if words.is_in(_CODES).all() and words.len():
        return says_failed(column) is not None
    return 2 * int(words.is_in([*STATES, *TRUTHS, *NULL_WORDS]).sum()) >= words.len()


_CODES = ["0", "1", "0.0", "1.0"]


def states(sheet: Sheet, column: str) -> pl.Series:
    """States ``ok``, ``failed``, ``abstained``, ``missing``; truth values say whether scoring worked, by the column's name.

    Raises:
        TableError: a cell is none of the known words.
    """
    words = text(sheet, column).str.to_lowercase().drop_nulls().unique()
    if words.len() and words.is_in(list(TRUTHS)).all():
        fails = says_failed(column) is True
        return truths(sheet, column).replace_strict(
            {fails: "failed", not fails: "ok"}, default=None, return_dtype=pl.String
        )
    return _mapped(sheet, column, STATES, "a state (ok, failed, abstained, missing)")


def truths(sheet: Sheet, column: str) -> pl.Series:
    """Truth values.

    Raises:
        TableError: a cell is not a truth value.
    """
    if sheet.frame[column].dtype == pl.Boolean:
        return sheet.frame[column]
    return _mapped(sheet, column, TRUTHS, "a truth value (true, false, 1, 0)")


def _mapped(sheet: Sheet, column: str, words_of: dict[str, str] | dict[str, bool], what: str) -> pl.Series:
    cells = text(sheet, column)
    words = cells.str.to_lowercase()
    words = words.set(words.is_in([*NULL_WORDS, "nan"]).fill_null(value=False), None)
    odd = (words.is_not_null() & ~words.is_in(list(words_of))).fill_null(value=False).arg_true()
    if len(odd):
        at = int(odd[0])
        raise TableError(f"{sheet.where(at)}: {quoted(cells[at])} in column {quoted(column)} is not {what}; correct it")
    kind = pl.Boolean if True in words_of.values() else pl.String
    return words.replace_strict(words_of, default=None, return_dtype=kind)


_LARGE = 2.0**63
"""Whole numbers from here on do not fit into a table."""

_TYPES = {column.name: column for column in VIDEOS.columns}


def _measured(sheet: Sheet, field: str, column: str) -> pl.Series:
    """Numbers of a field; measures with units, ratios and times count where every cell is one."""
    if sheet.frame[column].dtype == pl.String:
        cells = text(sheet, column)
        cells = cells.set(cells.str.to_lowercase().is_in(list(NULL_WORDS)).fill_null(value=False), None)
        values = measures(cells, field)
        if values.null_count() == cells.null_count():
            return values
    return numbers(sheet, column)[0]


def metadata(sheet: Sheet, field: str, column: str) -> pl.Series:
    """Values of a column of the ``videos`` table.

    Raises:
        TableError: a cell is not of the column's type, or outside its range.
    """
    kind = _TYPES[field]
    if field == "split" and (flagged := splits_of_flags(sheet, column)) is not None:
        return flagged
    if field == "split" and (short := short_splits(sheet.frame[column])) is not None:
        return short
    if kind.dtype == pl.String:
        values = text(sheet, column)
        words = NOBODY if field in ("group", "donor") else ("na", "n/a", "null", "none", "-")
        nothing = values.str.to_lowercase().is_in(list(words))
        return values.set(nothing.fill_null(value=False), None)
    if kind.dtype == pl.Boolean:
        return truths(sheet, column)
    values = _measured(sheet, field, column)
    values = values.set((~values.is_finite()).fill_null(value=False), None)
    low = (values < (-math.inf if kind.low is None else kind.low)).fill_null(value=False).arg_true()
    if len(low):
        at = int(low[0])
        raise TableError(f"{sheet.where(at)}: {field} is {values[at]:g}, below {kind.low:g}; correct it")
    if kind.dtype != pl.Int64:
        return values
    large = (values.abs() >= _LARGE).fill_null(value=False).arg_true()
    if len(large):
        at = int(large[0])
        raise TableError(f"{sheet.where(at)}: {field} is {values[at]:g}, too large to be one; correct it")
    return values.round(0).cast(pl.Int64)
