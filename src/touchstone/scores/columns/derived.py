"""Columns such as `prob_lower` or `score_percentile` beside the score that they were derived from: not detectors of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import spelled_plainly

from ..names import SPREADS, is_decision, names_detector, score_class, score_columns
from ..options import Options
from .candidates import free_columns, number_columns, scores_are_named

_DERIVED = SPREADS | {
    "lower", "upper", "low", "high", "lo", "hi", "lb", "ub", "lcl", "ucl", "bound", "interval", "raw", "norm", "normalized",
    "normalised", "smooth", "smoothed", "ema", "max", "min", "mean", "median", "avg", "margin", "entropy", "bin", "binary",
    "binarized", "diff", "difference", "delta", "gap", "percentile", "pct", "percent", "quantile", "rank", "err", "error",
    "uncertainty", "log", "scaled", "rounded", "round", "level", "bucket", "abs", "zscore",
}  # fmt: skip
"""Words for what is derived from a score: its bounds, its spread, another scale of it."""

_QUANTILE = re.compile(r"(?:q|p|pct|perc)\d{1,3}|\d{1,3}(?:th|pct)?")
_FEWEST = 20
_EQUAL = 0.995
"""Correlation of ranks from which on a column is another scale of a score."""


def without_derived(sheet: Sheet, options: Options) -> Sheet:
    """The sheet without columns that are derived from its score, as their names or their values say.

    Their values say so where they follow the score, or its distance from one half, row by row.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    free = free_columns(sheet, options)
    named = [c for c in free if names_detector(c, any_word=True) and score_class(c) is None]
    score = _score(sheet, free, named)
    if score is None:
        return _without_bounds(sheet, named)
    numbers = number_columns(sheet, [score, *named])
    if score not in numbers:  # a column of that name that holds no numbers
        return sheet
    derived = [c for c in named if c != score and c in numbers and _is_derived(c, score, numbers)]
    others = [c for c in named if c in numbers and c not in (score, *derived)]
    return _without(sheet, score, derived, others) if derived else sheet


def without_derived_of_classes(sheet: Sheet, options: Options) -> Sheet:
    """The sheet without columns that are derived from the score that its classes gave: ``prob_margin`` beside two of them."""
    if scores_are_named(options) or "p_fake" not in sheet.columns:
        return sheet
    named = [c for c in free_columns(sheet, options) if c != "p_fake" and names_detector(c, any_word=True)]
    numbers = number_columns(sheet, ["p_fake", *named])
    derived = [c for c in named if c in numbers and "p_fake" in numbers and _is_derived(c, "p_fake", numbers)]
    if not derived:
        return sheet
    listed = ", ".join(repr(sheet.in_file(c)) for c in derived[:6]) + (" …" if len(derived) > 6 else "")
    first = sheet.in_file(derived[0])
    way = option("columns", f"property_{spelled_plainly(first)}={first}")
    note = f"{listed}: derived from the score, as names say, so not read as detectors (if it is a property, say {way})"
    return replace(sheet, frame=sheet.frame.drop(derived), notes=(*sheet.notes, note))


def _score(sheet: Sheet, free: Sequence[str], named: Sequence[str]) -> str | None:
    """The column of the score, which has no word behind ``prob`` or ``score``."""
    scores = [c for c in score_columns(sheet, [c for c in sheet.columns if c not in free]) if not is_decision(sheet.frame[c])]
    plain = next((c for c in free if spelled_plainly(c) == "p" and not is_decision(sheet.frame[c])), None)
    return next((c for c in scores if c not in named or spelled_plainly(c) == "p_fake"), plain)


def _is_derived(column: str, score: str, numbers: Mapping[str, pl.Series]) -> bool:
    if _say_derived(spelled_plainly(column).split("_")[1:]):
        return True
    return spelled_plainly(score) != "p_fake" and _follows(numbers[column], numbers[score])


def _say_derived(words: Sequence[str]) -> bool:
    return bool(words) and all(word in _DERIVED or _QUANTILE.fullmatch(word) for word in words)


def _without_bounds(sheet: Sheet, named: Sequence[str]) -> Sheet:
    """The sheet without what is derived from one of several detectors, as ``prob_xc_lower`` is from ``prob_xc``."""
    plain = {spelled_plainly(c): c for c in number_columns(sheet, named)}
    derived = {c: base for name, c in plain.items() if (base := _base(name, plain)) is not None}
    if not derived:
        return sheet
    left = replace(sheet, frame=sheet.frame.drop([*derived]))
    every = " ".join(option("columns", f"p_{name.partition('_')[2]}={sheet.in_file(c)}") for name, c in plain.items())
    listed = ", ".join(f"{sheet.in_file(c)!r}" for c in list(derived)[:6]) + (" …" if len(derived) > 6 else "")
    bases = ", ".join(f"{sheet.in_file(c)!r}" for c in list(dict.fromkeys(derived.values()))[:6])
    note = f"{listed}: derived from {bases}, as names say, so not read as detectors (if they are, say {every})"
    return replace(left, notes=(*sheet.notes, note))


def _base(name: str, plain: Mapping[str, str]) -> str | None:
    """The column whose name, with words for what is derived behind it, is another name; ``None`` where there is none."""
    words = name.split("_")
    starts = ("_".join(words[:at]) for at in range(len(words) - 1, 1, -1) if _say_derived(words[at:]))
    return next((plain[start] for start in starts if start in plain), None)


def _follows(values: pl.Series, score: pl.Series) -> bool:
    """Whether values that are not the score itself have its order, or that of its distance from one half."""
    both = pl.DataFrame({"a": values, "b": score}).drop_nulls().filter(pl.all_horizontal(pl.all().is_finite()))
    if both.height < _FEWEST or both["a"].n_unique() < 2 or both["b"].n_unique() < 2 or both["a"].equals(both["b"]):
        return False
    rank = both["a"].rank()
    return any(_correlation(rank, other.rank()) >= _EQUAL for other in (both["b"], (both["b"] - 0.5).abs()))


def _correlation(first: pl.Series, second: pl.Series) -> float:
    if first.n_unique() < 2 or second.n_unique() < 2:
        return 0.0
    return abs(float(np.corrcoef(first.to_numpy(), second.to_numpy())[0, 1]))


def _without(sheet: Sheet, score: str, derived: Sequence[str], others: Sequence[str]) -> Sheet:
    listed = ", ".join(repr(sheet.in_file(c)) for c in derived[:6]) + (" …" if len(derived) > 6 else "")
    names = {sheet.in_file(c): spelled_plainly(c).partition("_")[2] for c in (*derived[:1], *others)}
    every = " ".join(option("columns", f"p_{name}={column}") for column, name in names.items())
    held = sheet.in_file(score)
    note = (
        f"{listed}: derived from {held!r}, as names or values say, so not read as detectors (if they are, say "
        f"{option('columns', f'p_fake={held}')} {every})"
    )
    left = replace(sheet, frame=sheet.frame.drop(derived), notes=(*sheet.notes, note))
    return left.with_names({score: "score"}) if spelled_plainly(score) == "p" else left
