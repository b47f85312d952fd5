"""Columns such as `prob_male` or `iqa_score`: their names may be those of detectors, their numbers are about something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields, labels
from touchstone.vocabulary.words import spelled_plainly

from ..names import find_scores, says_fake
from ..options import Options
from .candidates import number_columns, scores_are_named
from .chance import FURTHEST_BY_CHANCE

_FEWEST = 100
"""Rows from which on a detector shows in its scores: few have an AUC so near to 0.5 that it is chance."""

_EXAMPLE = 2048
_MOST = 64
_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Related:
    """What each column of scores follows.

    Attributes:
        label: columns that follow the label; ``None`` where there is no label.
        others: columns that follow the label or another of the columns.
    """

    label: frozenset[str] | None
    others: frozenset[str]


def without_something_else(sheet: Sheet, options: Options) -> Sheet:
    """Leave out columns beside a score that follow neither it nor the labels, and say which columns may be no detectors.

    Where names are alike, as with several ``p_NAME``, a column that follows nothing may be a detector at chance: it stays, with a
    note.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    scores = find_scores(sheet, options, [*fields.values(), *options.columns.values()])
    if not 1 < len(scores) <= _MOST or "detector" in fields:
        return sheet
    related = _related(sheet, options, scores, fields.get("label"))
    main, others = scores.get(""), {name: column for name, column in scores.items() if name}
    if main is None:
        return sheet if related is None else _with_doubts(sheet, scores, related)
    if related is None or related.label is None or related.others & {*others.values()}:
        if related is not None and related.label and main not in related.label and not says_fake(spelled_plainly(main)):
            return _without(sheet, scores, others, [main])
        return _with_note(sheet, main, others) if len(others) == 1 else sheet
    if spelled_plainly(main) == "p_fake":
        return _with_note(sheet, main, others)
    return _without(sheet, scores, {"": main}, [*others.values()])


def _related(sheet: Sheet, options: Options, scores: Mapping[str, str], label: str | None) -> _Related | None:
    """What columns follow; ``None`` where rows are too few to tell."""
    if sheet.frame.height > _EXAMPLE:  # at random: every second row may have one label
        sheet = replace(sheet, frame=sheet.frame.sample(_EXAMPLE, seed=0))
    numbers = number_columns(sheet, [*scores.values()])
    fake = _fake(sheet, options, label)
    rows = pl.DataFrame([values.alias(str(at)) for at, values in enumerate((*numbers.values(), fake))])
    rows = rows.select(pl.when(pl.all().is_finite()).then(pl.all()))
    whole = rows if rows[str(len(numbers))].null_count() < rows.height else rows.drop(str(len(numbers)))
    whole = whole.drop_nulls()
    if whole.height < _FEWEST or len(numbers) < 2:
        return None
    ranks = whole.select(pl.all().rank()).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        follows = np.abs(np.nan_to_num(np.corrcoef(ranks, rowvar=False))) * np.sqrt(whole.height) >= FURTHEST_BY_CHANCE
    np.fill_diagonal(follows, val=False)
    columns = list(numbers)
    of_label = frozenset(np.array(columns)[follows[-1, :-1]].tolist()) if whole.width > len(columns) else None
    return _Related(label=of_label, others=frozenset(c for c, row in zip(columns, follows, strict=False) if row.any()))


def _fake(sheet: Sheet, options: Options, label: str | None) -> pl.Series:
    """1 for fake videos and 0 for real ones; null where nothing says."""
    try:
        words = None if label is None else labels(sheet, label, options.meaning)[0]
    except TableError:  # said again, where labels are read
        words = None
    if words is None:
        return pl.Series([None], dtype=pl.Float64).new_from_index(0, sheet.frame.height)
    return words.replace_strict({"real": 0.0, "fake": 1.0}, default=None, return_dtype=pl.Float64)


def _with_doubts(sheet: Sheet, scores: Mapping[str, str], related: _Related) -> Sheet:
    """A note on columns that follow neither the labels nor another column, where others follow the labels."""
    odd = [c for c in scores.values() if c not in related.others]
    if not odd or not related.label:
        return sheet
    rest = " ".join(_as_detector(sheet, name, column) for name, column in scores.items() if column not in odd)
    note = (
        f"{_listed(sheet, odd)} {'follow' if len(odd) > 1 else 'follows'} neither the labels nor another score; if "
        f"{'they are' if len(odd) > 1 else 'it is'} about something else than fakes, say {rest}"
    )
    return replace(sheet, notes=(*sheet.notes, note))


def _with_note(sheet: Sheet, main: str, others: Mapping[str, str]) -> Sheet:
    """A note on columns beside a score that are read as further detectors."""
    note = (
        f"{_listed(sheet, [*others.values()])} {'are' if len(others) > 1 else 'is'} read as the scores of "
        f"{'other detectors' if len(others) > 1 else 'another detector'} beside {sheet.in_file(main)!r} (if about something else "
        f"than fakes, say {_as_detector(sheet, '', main)})"
    )
    return replace(sheet, notes=(*sheet.notes, note))


def _without(sheet: Sheet, scores: Mapping[str, str], held: Mapping[str, str], odd: Sequence[str]) -> Sheet:
    """The sheet without columns that follow neither the score nor the labels, and a note."""
    every = " ".join(_as_detector(sheet, name, column) for name, column in scores.items())
    first = sheet.in_file(odd[0])
    follow, are, detectors = ("follow", "they are", "they are detectors")
    if len(odd) == 1:
        follow, are, detectors = ("follows", "it is", "it is a detector")
    note = (
        f"{_listed(sheet, odd)} {follow} neither the labels nor {_listed(sheet, [*held.values()])}, so {are} about something "
        f"else and not used (if {detectors}, say {every}; if a property, "
        f"{option('columns', f'property_{spelled_plainly(first)}={first}')})"
    )
    return replace(sheet, frame=sheet.frame.drop(odd), notes=(*sheet.notes, note))


def _as_detector(sheet: Sheet, name: str, column: str) -> str:
    return option("columns", f"p_{spelled_plainly(name) or 'fake'}={sheet.in_file(column)}")


def _listed(sheet: Sheet, columns: Sequence[str]) -> str:
    return ", ".join(repr(sheet.in_file(c)) for c in columns[:_SHOWN]) + (" …" if len(columns) > _SHOWN else "")
