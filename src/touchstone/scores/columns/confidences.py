"""A column that is max(p, 1 − p) of another, row by row: the confidence of the class that won, beside the score itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Numbers, Sheet
from touchstone.vocabulary.words import spelled_plainly

from ..names import SCORE_NAMES, find_scores
from ..options import Options
from .candidates import free_columns, number_columns, scores_are_named
from .class_names import class_name

_LEAST = 0.5
_FOLLOWS = 0.99
_CLOSE = 0.0051
"""Numbers of which one was rounded to two digits are this near."""

_EACH_SIDE = 0.01
_FEWEST_OF_SIDE = 2
"""Rows below one half and above it that must be there: numbers that are all above are equal columns, all below two classes."""

_FEWEST_VALUES = 3
_EXAMPLE = 512
_MOST = 64
"""Columns among which a pair is looked for."""


def without_confidences(sheet: Sheet, options: Options) -> Sheet:
    """Leave out columns that repeat another as the confidence of the winner of two classes, and say so.

    Beside P(fake) it says nothing new, and where real was predicted it is its complement, as the other of two classes is.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    free = free_columns(sheet, options)[:_MOST]
    if len(number_columns(sheet, free)) < 2:
        return sheet
    some = replace(sheet, frame=sheet.frame.select(free).gather_every(max(1, sheet.frame.height // _EXAMPLE)))
    pairs = _pairs(number_columns(some, free))
    numbers = number_columns(sheet, [c for c in free if c in pairs or c in pairs.values()])
    repeated = _pairs(numbers)
    notes = [
        f"column {c!r} is max(p, 1 − p) of {p!r}, so it is the confidence of the class that won, and is not used (if it is a "
        f"score, say {option('columns', f'p_fake={c}')})"
        for c, p in repeated.items()
    ]
    if not repeated:
        return sheet
    left = replace(sheet, frame=sheet.frame.drop(list(repeated)), notes=(*sheet.notes, *notes))
    for column in dict.fromkeys(repeated.values()):
        left = _as_score(left, column, numbers[column])
    named = find_scores(left, options, ()) or any(class_name(p).is_named for p in repeated.values())
    return left if named else sheet  # where no name is that of a score, the confidence and the decision give it


def _pairs(numbers: Mapping[str, pl.Series]) -> dict[str, str]:
    """Columns of confidences, and the score of each."""
    shares = {c: s for c, v in numbers.items() if (s := _share(v.fill_null(np.nan).to_numpy())) is not None}
    return {c: p for c in shares if (p := _score_of(c, shares)) is not None}


def _as_score(sheet: Sheet, column: str, values: pl.Series) -> Sheet:
    """The score beside a confidence: percent as shares, and of a name with dots its last part, if that alone names a score.

    Of several detectors (``xception.score``, ``meso.score``) each keeps its whole name.
    """
    if bool((values > 1).any()):
        sheet = replace(sheet, frame=sheet.frame.with_columns((values / 100).alias(column)))
    name = column.rpartition(".")[2]
    free = sum(c.rpartition(".")[2] == name for c in sheet.columns) == 1 and spelled_plainly(name) in SCORE_NAMES
    return sheet.with_names({column: name}) if free else sheet


def _share(values: Numbers) -> Numbers | None:
    """Numbers in [0, 1], NaN where there is none or a code below 0; ``None`` where they are neither shares nor percent."""
    values = np.where(np.isfinite(values) & (values >= 0), values, np.nan)
    highest = np.nanmax(values, initial=0)
    return None if highest > 100 else values / 100 if highest > 1 else values


def _score_of(column: str, shares: Mapping[str, Numbers]) -> str | None:
    """The column whose confidence another is; ``None`` where there is none."""
    sure = shares[column]
    answers = sure[sure > 0]
    if not answers.size or answers.min() < _LEAST - _CLOSE or np.unique(answers[:_EXAMPLE]).size < _FEWEST_VALUES:
        return None
    return next((c for c, p in shares.items() if c != column and _repeats(sure, p)), None)


def _repeats(sure: Numbers, p: Numbers) -> bool:
    """Whether nearly all rows hold max(p, 1 − p)."""
    answers = ~np.isnan(p) & (sure > 0)
    sure, p = sure[answers], p[answers]
    least = max(_FEWEST_OF_SIDE, _EACH_SIDE * p.size)
    if min((p < _LEAST).sum(), (p > _LEAST).sum()) < least:
        return False
    return bool((np.abs(sure - np.maximum(p, 1 - p)) < _CLOSE).mean() >= _FOLLOWS)
