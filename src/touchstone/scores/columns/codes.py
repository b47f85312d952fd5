"""Numbers that stand for no answer, such as −1 where no face was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from touchstone.vocabulary.sheets import Numbers, Sheet
from touchstone.vocabulary.words import FAILURES, UNSCORED

_MOST_CODES = 3
"""Different codes in one column: no face, an error, not run."""

_REPEATED = 3
"""Rows that hold the same logits of all classes, from which on these are a code."""

_SHOWN = 3


def without_codes(values: Numbers, low: float, high: float) -> Numbers:
    """Numbers with NaN for codes: whole numbers outside a range, of which there are few different ones.

    Args:
        values: numbers, NaN where there is none.
        low: the least number that is an answer.
        high: the largest.

    >>> without_codes(np.array([0.2, -1.0, 0.7]), 0.0, 1.0).tolist(), without_codes(np.array([0.2, -1.5]), 0.0, 1.0).tolist()
    ([0.2, nan, 0.7], [0.2, -1.5])
    """
    outside = (values < low) | (values > high)
    beyond = values[outside]
    if not beyond.size or bool((beyond != np.round(beyond)).any()) or np.unique(beyond).size > _MOST_CODES:
        return values
    return np.where(outside, np.nan, values)


def without_codes_below(values: pl.Series, least: float) -> pl.Series:
    """Numbers with null for codes such as 0 and −1, where all other numbers are at least so large; else as they are.

    Args:
        values: numbers.
        least: the least number that is an answer; above 0.
    """
    finite = values.filter(values.is_finite().fill_null(value=False)).to_numpy()
    answers, codes = finite[finite > 0], np.unique(finite[finite <= 0])
    if not answers.size or answers.min() < least or codes.size > _MOST_CODES or bool((codes != np.round(codes)).any()):
        return values
    return values.set((values <= 0).fill_null(value=False), None)


def without_equal_codes(numbers: Mapping[str, pl.Series], columns: Sequence[str]) -> dict[str, pl.Series]:
    """Logits with null in rows where those of all classes are one whole number that several rows repeat.

    Args:
        numbers: column → numbers.
        columns: one per class.
    """
    rows = np.stack([numbers[c].fill_null(np.nan).to_numpy() for c in columns])
    equal = (rows == rows[0]).all(axis=0) & (rows[0] == np.round(rows[0]))
    codes, counts = np.unique(rows[0][equal], return_counts=True)
    lost = pl.Series(equal & np.isin(rows[0], codes[counts >= _REPEATED]))
    return {c: numbers[c].set(lost, None) for c in columns}


def said_of_codes(sheet: Sheet, answers: Mapping[str, pl.Series]) -> str:
    """How many rows hold no answer, and what they hold; the end of a note, empty where there is none.

    Args:
        sheet: the file.
        answers: column → its numbers, null or NaN in rows without an answer.
    """
    cells = pl.DataFrame({c: sheet.frame[c].cast(pl.String).str.strip_chars().replace("", None) for c in answers})
    lost = [~v.is_finite().fill_null(value=False) & cells[c].is_not_null() for c, v in answers.items()]
    rows = cells.filter(pl.DataFrame(lost).select(pl.any_horizontal(pl.all())).to_series())
    if not rows.height:
        return ""
    held = rows.group_by(pl.all(), maintain_order=True).len().sort("len", descending=True, maintain_order=True).drop("len")
    shown = " or ".join(", ".join(map(_shown, row)) for row in held.head(_SHOWN).rows())
    return f"; {rows.height:,} rows hold no answer ({shown}) and count as failed"


def with_failures(sheet: Sheet, columns: Sequence[str], scores: pl.Series) -> pl.Series:
    """Scores made of other columns, with a word for failure where these hold something, and it gives no score.

    Args:
        sheet: the file.
        columns: those that the scores were made of.
        scores: one number per row; null or NaN where there is none.

    Returns:
        The scores as they are where no row failed so, else as text. Rows whose cells are empty stay without a score.
    """
    lost = ~scores.is_finite().fill_null(value=False)
    if not lost.any():
        return scores
    cells = sheet.frame.filter(lost).select(pl.col(columns).cast(pl.String).str.strip_chars().str.to_lowercase())
    words = [cells[c].set(cells[c].is_in(list(UNSCORED)).fill_null(value=False), None) for c in columns]
    stated = [word.set(~word.is_in(list(FAILURES)).fill_null(value=False), None) for word in words]
    said = pl.select(pl.coalesce(*stated, *(pl.when(w.is_not_null()).then(pl.lit("no answer")) for w in words))).to_series()
    if said.null_count() == said.len():
        return scores
    return scores.fill_nan(None).cast(pl.String).scatter(lost.arg_true(), said)


def _shown(cell: str | None) -> str:
    if cell is None:
        return "nothing"
    try:
        return f"{float(cell):g}"
    except ValueError:
        return cell
