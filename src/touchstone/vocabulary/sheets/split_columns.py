"""Which column tells splits apart: by its name and words, by its words alone, or by names such as ``is_train``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import polars as pl

from touchstone.vocabulary.words import (
    SHORT_SPLITS,
    SPLIT_WORDS,
    SPLITS_BY_WORDS,
    TRUTHS,
    Split,
    columns_of_field,
    is_property,
    names_a_score,
    parted_at_capitals,
    spelled_plainly,
    split_of,
)

from .sheet import Sheet

_MOST_WORDS = 30
"""Different words up to which a column whose name says nothing can be one of splits: names of videos are more."""

_LOOKED_AT = 256
"""Rows that show most columns of many different words."""

_FLAG = re.compile(
    r"^(?P<lead>is|in|of|for|used_for|used_in|seen_in)?_?(?P<word>[a-z]+(?:_out|_on)?)(?:_set|_split|_data|_flag)*$"
)
_ALSO_STATES = frozenset({"valid", "private", "cv"})
"""Words for splits that mean something else as the name of a column of truth values."""

_REST: dict[Split, Split] = {"train": "test", "val": "train", "test": "train"}
"""What a video is where the only column of its kind says that it is not in a split."""


def split_column(sheet: Sheet, taken: Collection[str]) -> str | None:
    """The column of splits: one with a telling name, then one whose words mean two splits, then truth values by split.

    Args:
        sheet: the file.
        taken: columns that fill another field already.
    """
    candidates = columns_of_field("split", sheet.lower(), taken)
    named = (c for c in candidates if spelled_plainly(c) not in SPLITS_BY_WORDS or holds_splits(sheet, c))
    free = [c for c in sheet.columns if c not in taken or spelled_plainly(c) in _ALSO_SPLITS]
    worded = (c for c in free if not is_property(c) and _tells_splits(sheet, c))
    flags = split_flags(sheet, taken)
    return next((c for columns in (named, worded, flags.values()) for c in columns), None)


_ALSO_SPLITS = frozenset({"dataset", "data_set", "corpus", "benchmark", "source", "site", "group"})
"""Names of columns whose words may say splits beside what the column is read as."""


def holds_splits(sheet: Sheet, column: str) -> bool:
    """Whether at least half of the words of a column mean a split, or all do in short."""
    words = _words(sheet.different(column))
    if short_splits(sheet.frame[column]) is not None:
        return True
    meant = sum(split_of(word) is not None for word in words)
    return bool(meant) and 2 * meant >= len(words)


def short_splits(cells: pl.Series) -> pl.Series | None:
    """The split of each cell of a column of splits, where all words are short ones and mean two at least; otherwise ``None``.

    >>> short_splits(pl.Series(["tr", "te"])).to_list(), short_splits(pl.Series(["tr", "de"]))
    (['train', 'test'], None)
    """
    words = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase().replace("", None)
    meant = {word: SHORT_SPLITS.get(word) for word in words.drop_nulls().unique().to_list()}
    if None in meant.values() or len(set(meant.values())) < 2:
        return None
    return words.replace_strict(list(meant), list(meant.values()), default=None, return_dtype=pl.String)


def _tells_splits(sheet: Sheet, column: str) -> bool:
    """Whether the few words of a column mean at least two splits, and at least half of them mean one."""
    cells = sheet.frame[column]
    if cells.dtype != pl.String or cells.head(_LOOKED_AT).n_unique() > _MOST_WORDS:
        return False
    words = _words(sheet.different(column))
    if len(words) > _MOST_WORDS:
        return False
    meant = [split for word in words if (split := split_of(word)) is not None]
    return len(set(meant)) > 1 and 2 * len(meant) >= len(words)


def _words(cells: pl.Series) -> list[str]:
    return [str(word) for word in cells.drop_nulls().cast(pl.String, strict=False).unique().drop_nulls().to_list()]


def split_flags(sheet: Sheet, taken: Collection[str] = ()) -> dict[Split, str]:
    """Split → column of truth values whose name says that its videos are of it, such as ``is_train``; both values occur.

    A name such as ``is_valid`` may also say that scoring worked: it is a split where the other rows, which are most, have scores.
    """
    named: list[tuple[Split, str]] = [
        (split, c) for c in sheet.columns if c not in taken and (split := _flag(c)) is not None
    ]
    flags: dict[Split, str] = {split: c for split, c in reversed(named) if _flags(sheet.frame[c].unique()) is not None}
    return {split: c for split, c in flags.items() if not _may_be_state(c) or _others_have_scores(sheet, c)}


def _may_be_state(column: str) -> bool:
    match = _FLAG.match(_spelled(column))
    return match is not None and match["word"] in _ALSO_STATES


def _others_have_scores(sheet: Sheet, column: str) -> bool:
    """Whether rows of which a column says no are most, and have numbers that differ in a column named after scores."""
    flags = _flags(sheet.frame[column])
    if flags is None or 2 * int(flags.sum()) >= flags.len():
        return False
    others = (~flags).fill_null(value=False)
    named = (c for c in sheet.columns if c != column and names_a_score(c))
    numbers = (sheet.frame[c].cast(pl.Float64, strict=False).filter(others).drop_nulls() for c in named)
    return any(values.n_unique() > _FEWEST_SCORES for values in numbers)


_FEWEST_SCORES = 2
"""Different numbers up to which they may be labels, or fillers."""


def _flag(column: str) -> Split | None:
    """The split that the name of a column of truth values names."""
    match = _FLAG.match(_spelled(column))
    if match is None or (match["word"] in _ALSO_STATES and match["lead"] is None):
        return None
    return SPLIT_WORDS.get(match["word"])


def _spelled(column: str) -> str:
    return spelled_plainly(parted_at_capitals(column))


def _flags(cells: pl.Series) -> pl.Series | None:
    """Cells as truth values, of which both occur; ``None`` where they are something else."""
    words = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase().replace("", None)
    present = words.drop_nulls().unique()
    if not present.is_in(list(TRUTHS)).all():
        return None
    values = words.replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
    return values if values.drop_nulls().n_unique() == 2 else None


def splits_of_flags(sheet: Sheet, column: str) -> pl.Series | None:
    """The split of each row by all columns such as ``is_train``, if the column is one of them; ``None`` where it is none.

    A column that is one of splits because the user says so needs no more than the name of a split and truth values.

    >>> from pathlib import Path
    >>> frame = pl.DataFrame({"is_train": [1, 0, 0], "is_val": [0, 1, 0]})
    >>> splits_of_flags(Sheet(path=Path("t.csv"), kind="text", frame=frame), "is_train").to_list()
    ['train', 'val', 'test']
    """
    flags = marks_of_splits(sheet, column)
    if not flags:
        return None
    values: dict[Split, pl.Series] = {
        split: cells for split, c in flags.items() if (cells := _flags(sheet.frame[c])) is not None
    }
    rest = _rest(values)
    marked = pl.DataFrame({str(split): cells for split, cells in values.items()})
    chosen = [pl.when(pl.col(split)).then(pl.lit(split)) for split in marked.columns]
    marks = pl.any_horizontal(pl.col(c).is_not_null() for c in marked.columns)
    return marked.select(pl.coalesce(*chosen, pl.when(marks).then(pl.lit(rest)))).to_series().alias("split")


def marks_of_splits(sheet: Sheet, column: str) -> dict[Split, str]:
    """Split → column of truth values, where a column of splits is one of them; empty where it holds words."""
    flags = split_flags(sheet)
    if column in flags.values():
        return flags
    match = _FLAG.match(_spelled(column))
    split = None if match is None else SPLIT_WORDS.get(match["word"])
    return {} if split is None or _flags(sheet.frame[column]) is None else {split: column}


def said_of_marks(flags: Mapping[Split, str]) -> str:
    """What columns of truth values say of splits, in one line."""
    marks = ", ".join(f"column {column!r} marks {split}" for split, column in flags.items())
    return f"split: {marks}, and all other videos are {_rest(flags)}"


def _rest(splits: Iterable[Split]) -> Split:
    """The split of videos that none of the columns marks."""
    there = set(splits)
    if len(there) == 1:
        return _REST[there.pop()]
    missing: list[Split] = [split for split in ("test", "train", "val") if split not in there]
    return missing[0] if missing else "train"
