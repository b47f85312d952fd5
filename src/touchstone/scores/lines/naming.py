"""Names for the columns of lines without header, so that the rules for tables with a header read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, counts_rows, holds_fractions, plainly_spelled, with_lists_read
from touchstone.vocabulary.words import TRIAL

from ..columns import PREDICTED, are_of_classes, detector_options, never_below_half, score_option
from ..names import is_decision, is_score
from ..options import Options
from .labels import named_labels
from .videos import named_videos

_UNNAMED = "column "
_OF_LISTS = ("score",)
"""The name of a column whose cells were lists of frames."""

_MOSTLY = 0.5
_FIRST = 256
_YES_OR_NO = frozenset({"y", "n"})


def with_columns_named(sheet: Sheet, options: Options, *, labelled: bool = False) -> Sheet:
    """The sheet with columns called ``video``, ``label``, ``predicted``, ``score``, ``method`` … by what they hold.

    Columns that the user names stay as they are, and so do trials of ASVspoof and lines of NIST, which are forms of their own.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.

    Raises:
        TableError: of two columns of labels one is the truth and one the class that won, and nothing tells which.
    """
    if sheet.header or not sheet.frame.height or _is_of_contest(sheet):
        return sheet
    read = plainly_spelled(with_lists_read(sheet))
    free = [c for c in read.columns if c.startswith(_UNNAMED) and c not in options.columns.values()]
    mapped = [c for n, c in options.columns.items() if is_score(n) and c in read.columns]
    graded = _graded(read, free)
    listed = [c for c in read.columns if c in _OF_LISTS]
    scores = mapped or listed or graded
    if not scores:
        return sheet
    left = [c for c in free if c not in scores]
    names, notes = named_labels(read, left, scores, options, labelled=labelled)
    label = next((read.frame[c] for c, name in names.items() if name == "label"), None)
    names |= named_videos(read, [c for c in left if c not in names], label, options)
    if not {"video", "label"} & {*names.values(), *options.columns}:
        return sheet
    if scores is graded and not are_of_classes(read, graded):
        names[graded[-1]] = "score"
        notes += [*_on_other_scores(read, graded)]
        sure = PREDICTED[0] in {*names.values(), *read.columns} and never_below_half(read.frame[graded[-1]])
        notes += [] if sure else _on_polarity(options)
    notes += [_on_codes(c) for c in left if c not in names and is_decision(read.frame[c])]
    return replace(read.with_names(names), notes=(*read.notes, *notes))


def _graded(sheet: Sheet, columns: Sequence[str]) -> list[str]:
    """Columns of numbers that may be scores: those with fractions, else whole ones, else the last of 0 and 1."""
    numbers = [c for c in columns if _holds_numbers(sheet.frame[c])]
    likely = [c for c in numbers if not is_decision(sheet.frame[c]) and sheet.frame[c].n_unique() > 1]
    fractions = [c for c in likely if _has_fractions(sheet.frame[c])]
    graded = fractions or [c for c in likely if not counts_rows(sheet.frame[c])]
    return graded or [c for c in numbers if is_decision(sheet.frame[c])][-1:]


def _holds_numbers(cells: pl.Series) -> bool:
    """Whether most cells are numbers; the others may be words for no answer."""
    for some in (cells.head(_FIRST), cells):
        some = some.drop_nulls()
        if some.dtype.is_nested() or some.dtype == pl.Boolean:
            return False
        if some.len() and some.cast(pl.Float64, strict=False).null_count() > _MOSTLY * some.len():
            return False
    return bool(cells.drop_nulls().len())


def _has_fractions(cells: pl.Series) -> bool:
    numbers = cells.cast(pl.Float64, strict=False).drop_nulls().drop_nans()
    return numbers.n_unique() > 2 and bool((numbers % 1 != 0).any())


def _is_of_contest(sheet: Sheet) -> bool:
    """Whether lines begin with a trial of ASVspoof, or are a name, a number and an opt-out between bars."""
    words = [cells.cast(pl.String, strict=False) for cells in sheet.frame.get_columns() if not cells.dtype.is_nested()]
    if words and words[0].head(1).str.contains(TRIAL).all() and words[0].str.contains(TRIAL).all():
        return True
    last = {word.lower() for word in words[-1].head(_FIRST).drop_nulls()} if words else set[str]()
    return sheet.separator == "|" and bool(last) and last <= _YES_OR_NO


def _on_codes(column: str) -> str:
    """A note on a column of 0 and 1 that is not used, with the option that uses it."""
    return f"{column!r} holds nothing but 0 and 1, decisions or labels; if it does, say {option('columns', f'label={column}')}"


def _on_polarity(options: Options) -> list[str]:
    """A note that no name says which end of the scores is fake."""
    if options.fake_is is not None:
        return []
    way = option("fake_is", "low")
    return [f"no name says which end of the scores is fake: they are read as high for fake ({way} turns them)"]


def _on_other_scores(sheet: Sheet, graded: Sequence[str]) -> list[str]:
    """Notes on other columns that may hold scores, with the options that use them."""
    others = graded[:-1]
    notes = [f"{c!r} could hold scores too; if it does, say {score_option(sheet, c)}" for c in others]
    if others and all(holds_fractions(sheet.frame[c]) for c in graded):
        notes.append(f"if each of these columns is of a detector, say {detector_options(sheet, graded)}")
    return notes
