"""A table with named columns: Touchstone's own form, and every other form whose names say what the columns hold."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Sheet, holds_fractions
from touchstone.vocabulary.words import CLASS_WORDS, COLUMNS, did_you_mean, is_property, spelled_plainly, words_of_name

from ..columns import detector_options, index_of_real, score_option
from ..form import Reading
from ..names import (
    SCORE_NAMES,
    fields_of,
    find_scores,
    is_decision,
    is_logit,
    is_score,
    means_real,
    measures_spread,
    names_detector,
    only_score,
    only_unnamed,
    only_worded,
    score_class,
    score_columns,
)
from ..options import Options


def named_columns(sheet: Sheet, options: Options) -> Reading | None:
    """Recognised by the names of the columns; several columns ``p_*`` or ``prob_*`` are several detectors.

    Raises:
        TableError: no column holds videos, or none holds scores.
    """
    fields = fields_of(sheet, options)
    if "video" not in fields:
        raise TableError(
            f"{sheet.path}: no column names the videos{did_you_mean('video', sheet.columns_in_file)}; its columns are "
            f"{names_of(sheet.columns_in_file)}; say {option('columns', 'video=COLUMN')}{sheet.read_so}"
        )
    scores = find_scores(sheet, options, [*fields.values()])
    if not scores:
        raise TableError(
            f"{sheet.path}: no column of scores (known: {', '.join(SCORE_NAMES[:6])}, p_NAME …)"
            "; its columns are "
            f"{names_of(sheet.columns_in_file)}{_without_numbers(sheet, [*fields.values()])}; "
            f"say {_ways(sheet, [*fields.values()])}"
            + (f", or give it as {option('labels', sheet.path)} if it holds only labels" if "label" in fields else "")
            + sheet.read_so
        )
    if len(scores) > 1 or "detector" in fields:
        # Next to P(fake), a column of P(real) adds nothing.
        scores = {name: column for name, column in scores.items() if not means_real(column)} or scores
    columns = list(scores.values())
    _ask_what_is_true(sheet, options, columns)
    labelled = "label" in fields
    notes = [*_of_answers(sheet, columns, options), *_of_polarity(sheet, columns)]
    notes += _of_decisions(sheet, columns, labelled=labelled)
    notes += _of_beside(sheet, options, fields, columns)
    notes += _of_only(sheet, options, fields, columns)
    notes += _of_others(sheet, options, fields, columns)
    of_class_1, of_code = _of_class_1(sheet, options, columns)
    fake_is = "low" if of_class_1 or _is_real(columns) else "high"
    notes += of_code
    scale = "logit" if len(columns) == 1 and is_logit(columns[0]) else None
    kind = {"text": "text table", "parquet": "Parquet table", "json": "JSON records"}[sheet.kind]
    kind = kind if sheet.header else "lines without header"
    unit = "frame rows" if "frame" in fields else "clip rows" if "clip" in fields else "video rows"
    return Reading(
        form=f"{kind}, {unit}", fields=fields, scores=scores, fake_is=fake_is, scale=scale, notes=tuple(notes),
    )  # fmt: skip


def _ways(sheet: Sheet, taken: Sequence[str]) -> str:
    """The options that name scores: each column of numbers from 0 to 1 as a detector, where there are several."""
    free = [c for c in sheet.columns if c not in taken and not is_property(c) and holds_fractions(sheet.frame[c])]
    free = [c for c in free if not measures_spread(sheet.in_file(c))]
    if len(free) == 1:
        return f"{score_option(sheet, free[0])} if it holds the scores, or {option('columns', 'p_fake=COLUMN')} for another"
    if not 1 < len(free) <= _MOST_WAYS:
        return option("columns", "p_fake=COLUMN")
    every = detector_options(sheet, free)
    return f"{every} if each holds the scores of a detector, or {option('columns', 'p_fake=COLUMN')} for one"


def _without_numbers(sheet: Sheet, taken: Sequence[str]) -> str:
    """Which columns hold NaN in each row, or nothing; empty where none does."""
    empty = [sheet.in_file(c) for c in sheet.columns if c not in taken and _holds_nothing(sheet.frame[c])]
    if not empty:
        return ""
    return f", of which {names_of(map(quoted, empty))} {'hold' if len(empty) > 1 else 'holds'} no number in any row"


def _holds_nothing(cells: pl.Series) -> bool:
    if cells.dtype.is_nested():
        return False
    words = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase()
    return bool((words.is_null() | words.is_in(["", "nan"])).all())


_MOST_WAYS = 8


def _ask_what_is_true(sheet: Sheet, options: Options, columns: Sequence[str]) -> None:
    """Raise an error for a score called ``p_true``: true videos are real, and where 1 means fake, true is fake."""
    if options.fake_is is not None or any(map(is_score, options.columns)):
        return
    column = next((c for c in columns if {*words_of_name(sheet.in_file(c))} & _TRUE_OR_FALSE), None)
    if column is None:
        return
    way = option("columns", f"p_fake={sheet.in_file(column)}")
    raise TableError(
        f"{sheet.path}: nothing says whether {sheet.in_file(column)!r} is high for real or for fake; say {way} "
        f"{option('fake_is', 'low')} if high for real, or {way} {option('fake_is', 'high')} if high for fake"
    )


_TRUE_OR_FALSE = frozenset({"true", "false"})


def _of_answers(sheet: Sheet, columns: Sequence[str], options: Options) -> list[str]:
    """A note on scores in a column that is called that of labels."""
    if len(columns) != 1 or any(map(is_score, options.columns)) or spelled_plainly(columns[0]) not in COLUMNS["label"]:
        return []
    return [
        f"column {sheet.in_file(columns[0])!r} holds numbers from 0 to 1, so it is read as P(fake) and not as labels "
        f"(if another column holds the scores, say {option('columns', 'p_fake=COLUMN')})"
    ]


def _is_real(columns: Sequence[str]) -> bool:
    return len(columns) == 1 and means_real(columns[0])


def _of_polarity(sheet: Sheet, columns: Sequence[str]) -> list[str]:
    if not _is_real(columns):
        return []
    way = option("fake_is", "high")
    return [f"column {sheet.in_file(columns[0])!r} is P(real); P(fake) = 1 − P(real) (as its name says; {way} says the opposite)"]


def _of_class_1(sheet: Sheet, options: Options, columns: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether scores whose names say no class are P(class 1), of which labels in words say that it is real, and a note."""
    if options.fake_is is not None or any(map(is_score, options.columns)):
        return False, []
    named = [_says_no_class(c, alone=len(columns) == 1) and c not in sheet.derived for c in columns]
    if not all(named) or not (code := index_of_real(sheet, options)):
        return False, []
    listed = f"{names_of([repr(sheet.in_file(c)) for c in columns])} {'is' if len(columns) == 1 else 'are'}"
    return True, [
        f"in {code!r} 1 means real, and no name says of which class {listed}: read as P(class 1), so P(fake) = 1 − score "
        f"({option('fake_is', 'high')} says the opposite)"
    ]


def _says_no_class(column: str, *, alone: bool) -> bool:
    """Whether the name of a score speaks of a class 1 or of none; that of one detector of several names it too."""
    words = {word.rstrip(string.digits) for word in spelled_plainly(column).split("_")} - {""}
    return bool(words & _OF_CLASS_1) and not (words - _OF_CLASS_1 if alone else words & {*CLASS_WORDS})


_OF_CLASS_1 = frozenset({
    "prob", "probs", "proba", "probability", "pred", "preds", "predicted", "prediction", "predictions", "output", "outputs", "y",
    "hat", "sigmoid", "p", "raw", "logit", "logits", "score", "scores", "softmax", "model", "value",
})  # fmt: skip
"""Words of names of scores that rest on the numbers of the classes."""


def _of_only(sheet: Sheet, options: Options, fields: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """A note on a score that is known by a word of its name alone."""
    mapped = any(is_score(name) for name in options.columns)
    if mapped or len(columns) != 1 or columns[0] in score_columns(sheet, []) or score_class(columns[0]) is not None:
        return []
    taken = [*fields.values()]
    unnamed = columns[0] == only_unnamed(sheet, taken)
    if names_detector(columns[0]) or not (unnamed or columns[0] in (only_score(sheet, taken), only_worded(sheet, taken))):
        return []
    other = option("columns", "p_fake=COLUMN")
    turn = option("fake_is", "low")
    why = "of numbers, and these go from 0 to 1" if unnamed else "whose name says scores"
    only = f"{sheet.in_file(columns[0])!r} is the only column {why}"
    return [f"{only}; if another holds them, say {other}, and if these are high for real, say {turn}"]


def _of_decisions(sheet: Sheet, columns: Sequence[str], *, labelled: bool) -> list[str]:
    """A note on scores that are nothing but 0 and 1."""
    if len(columns) != 1 or not is_decision(sheet.frame[columns[0]]):
        return []
    return [
        f"column {sheet.in_file(columns[0])!r} holds nothing but 0 and 1, so it holds decisions: rates count, while AUC "
        f"and calibration say little (if another column holds scores, say {option('columns', 'p_fake=COLUMN')}"
        + ("" if labelled else f"; if they are the true labels, give this file as {option('labels', sheet.path)}")
        + ")"
    ]


def _of_beside(sheet: Sheet, options: Options, fields: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """A note on a score that is read because a column with the name of one holds decisions."""
    first = next((c for c in score_columns(sheet, [*fields.values()]) if c not in columns and is_decision(sheet.frame[c])), None)
    if first is None or len(columns) != 1 or any(map(is_score, options.columns)) or columns[0] in score_columns(sheet, []):
        return []
    return [
        f"column {sheet.in_file(first)!r} holds nothing but 0 and 1, so it holds decisions, and {sheet.in_file(columns[0])!r} is "
        f"the score (if another column holds the scores, say {option('columns', 'p_fake=COLUMN')}; if these are high for real, "
        f"{option('fake_is', 'low')})"
    ]


def _of_others(sheet: Sheet, options: Options, fields: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """Notes on columns that could hold scores too, each with the option that takes it."""
    mapped = {c for n, c in options.columns.items() if is_score(n)}
    rest = [c for c in sheet.columns if c not in {*columns, *fields.values(), *mapped}]
    scores = [] if mapped else [c for c in score_columns(sheet, []) if c in rest and not is_decision(sheet.frame[c])]
    notes = [
        f"{sheet.in_file(c)!r} could hold scores too; if it does, say {score_option(sheet, c)}"
        for c in scores
        if not means_real(c)
    ]
    other = [] if mapped else [c for c in rest if c not in scores and means_real(c) and holds_fractions(sheet.frame[c])]
    of_real = [sheet.in_file(c) for c in (*scores, *other) if means_real(c)]
    return notes + [f"{c!r} does not count, because it and {sheet.in_file(columns[0])!r} do not sum to 1" for c in of_real]
