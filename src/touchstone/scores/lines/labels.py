"""Which columns of lines without header hold the truth, and which the class that a detector chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import LABELS

from ..columns import PREDICTED, ask_for_truth, class_words, never_below_half
from ..names import is_decision
from ..options import Options

_FEWEST = 8
"""Rows from which on chance does not explain that no confidence is below 0.5."""

_FIRST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Classes:
    """Columns that say the same of each row.

    Attributes:
        columns: those of words first.
        fake: whether each row is fake, if 1 means fake.
        coded: whether all of them hold nothing but 0 and 1.
        score: the column of numbers on which it is a threshold; empty where there is none.
    """

    columns: list[str]
    fake: pl.Series
    coded: bool
    score: str

    @property
    def first(self) -> str:
        """The column that stands for all."""
        return self.columns[0]


def named_labels(
    sheet: Sheet, columns: Sequence[str], scores: Sequence[str], options: Options, *, labelled: bool
) -> tuple[dict[str, str], list[str]]:
    """Column → ``label`` or ``predicted``, and what is said of it.

    A column that a threshold on the scores gives is the class that was chosen, if another may be the truth.

    Args:
        sheet: the file.
        columns: those that may hold labels.
        scores: those that may hold scores.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.

    Raises:
        TableError: nothing tells which of two columns is the truth.
    """
    classes = _classes(sheet, columns, scores, options)
    sure = [c for c in scores if sheet.frame.height >= _FEWEST and never_below_half(sheet.frame[c])]
    winner = next(iter(sure), None)
    free = [each for each in classes if not each.score]
    answered = PREDICTED[0] in sheet.columns
    if "label" in options.columns or labelled:
        chosen = _chosen(classes, free if winner else [])
        if chosen is not None and not answered:
            return {chosen.first: PREDICTED[0]}, []
        rest = [each for each in classes if not each.coded]
        return ({rest[0].first: "label"} if labelled and rest and not winner else {}), []
    true = _true(sheet, classes, free, None if answered else winner)
    if true is None:
        return {}, []
    notes = [_of_codes(true.first, scores[-1])] if true.coded else []
    chosen = None if answered or true.score else next((each for each in classes if each.score), None)
    if chosen is None:
        return {true.first: "label"}, notes
    return {true.first: "label", chosen.first: PREDICTED[0]}, [*notes, _of_decision(true.first, chosen)]


def _true(sheet: Sheet, classes: Sequence[_Classes], free: Sequence[_Classes], winner: str | None) -> _Classes | None:
    """The classes that are the truth; ``None`` where there are none, or only codes that may be anything."""
    if winner is not None and len(free) > 1:
        ask_for_truth(sheet, [each.first for each in free], winner)
    worded = [each for each in free if not each.coded]
    if len(worded) > 1:
        _ask(sheet, [each.first for each in worded])
    if worded or len(free) == 1:
        return (worded or free)[0]
    return next((each for each in classes if not each.coded), None) if not free else None


def _chosen(classes: Sequence[_Classes], perhaps: Sequence[_Classes]) -> _Classes | None:
    """The classes that a detector chose, where the truth is said: those of a threshold, else the only others."""
    return next((each for each in classes if each.score), perhaps[0] if len(perhaps) == 1 else None)


def _classes(sheet: Sheet, columns: Sequence[str], scores: Sequence[str], options: Options) -> list[_Classes]:
    """Columns of two classes, without those that repeat each other or what the user calls the truth; words come first."""
    fake = {c: values for c in columns if (values := _fake(sheet.frame[c])) is not None}
    coded = {c: is_decision(sheet.frame[c]) for c in fake}
    truth = options.columns.get("label", "")
    said = _fake(sheet.frame[truth]) if truth in sheet.columns else None
    groups: list[_Classes] = []
    for column in sorted(fake, key=lambda c: coded[c]):
        if said is not None and _say_the_same(fake[column], said, coded=coded[column]):
            continue
        same = next((g for g in groups if _say_the_same(fake[column], g.fake, coded=coded[column])), None)
        if same is not None:
            same.columns.append(column)
            continue
        score = next((s for s in scores if _is_threshold(fake[column], sheet.frame[s])), "")
        groups.append(_Classes(columns=[column], fake=fake[column], coded=coded[column], score=score))
    return groups


def _fake(cells: pl.Series) -> pl.Series | None:
    """Whether each cell is fake, if all are words for real and fake, or 0 and 1, and both are there; otherwise ``None``."""
    if cells.dtype.is_nested() or class_words(cells.head(_FIRST)) is None:
        return None
    words = class_words(cells)
    if words is None and is_decision(cells):
        words = cells.cast(pl.Float64, strict=False).cast(pl.Int64).cast(pl.String)
    fake = None if words is None else words.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"
    return fake if fake is not None and fake.drop_nulls().n_unique() == 2 else None


def _say_the_same(first: pl.Series, second: pl.Series, *, coded: bool) -> bool:
    """Whether truth values are equal in all rows; codes may be turned round."""
    equal = (first == second).drop_nulls()
    return bool(equal.all()) or (coded and not bool(equal.any()))


def _is_threshold(fake: pl.Series, cells: pl.Series) -> bool:
    """Whether one class lies above the other."""
    numbers = cells.cast(pl.Float64, strict=False)
    both = pl.DataFrame({"fake": fake, "p": numbers}).drop_nulls().filter(pl.col("p").is_finite())
    ends = both.group_by("fake").agg(low=pl.col("p").min(), high=pl.col("p").max()).sort("low")
    return ends.height == 2 and float(ends["high"][0]) <= float(ends["low"][1])


def _ask(sheet: Sheet, columns: Sequence[str]) -> None:
    ways = " or ".join(option("columns", f"label={column}") for column in columns)
    raise TableError(
        f"{sheet.path}: columns {' and '.join(map(repr, columns))} hold words for labels and contradict each other; say {ways} "
        "for the one that is the truth"
    )


def _of_decision(true: str, chosen: _Classes) -> str:
    return (
        f"{chosen.first!r} follows a threshold on {chosen.score!r} in every row, so it is the class that the detector chose, and "
        f"{true!r} holds the labels (if it is the other way round, say {option('columns', f'label={chosen.first}')})"
    )


def _of_codes(column: str, score: str) -> str:
    return (
        f"{column!r} holds nothing but 0 and 1, and no threshold on {score!r} gives them, so they are labels and no decisions "
        f"(if they are something else, say {option('labels', 'FILE')})"
    )
