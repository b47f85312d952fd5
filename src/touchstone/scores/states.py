"""A column of states: which of its words mean that scoring failed, and which that it worked."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, as_property, says_failed, states, text

from .failures import failed_codes

_CODES = frozenset({"0", "1", "0.0", "1.0"})
_SHOWN = 6


def stated_states(sheet: Sheet, column: str, scores: Collection[str], *, stated: bool) -> tuple[pl.Series, str]:
    """The state of each row, and a line that says what each word was taken for.

    Of 0 and 1 below a name that does not say which one fails, it is the one whose rows hold no score, else the rarer one.

    Args:
        sheet: the file.
        column: its column of states.
        scores: its columns of scores.
        stated: whether the user named the column.

    Raises:
        TableError: a cell is none of the known words.
    """
    words = text(sheet, column).str.to_lowercase()
    present = words.drop_nulls().unique()
    coded = present.len() and present.is_in(list(_CODES)).all() and says_failed(column) is None
    said = _of_codes(sheet, words, scores) if coded else _of_words(sheet, column)
    meant = pl.DataFrame({"word": words, "state": said}).drop_nulls().unique().sort("word")
    listed = ", ".join(f"{word} = {state}" for word, state in meant.head(_SHOWN).iter_rows())
    more = f" and {meant.height - _SHOWN} more" if meant.height > _SHOWN else ""
    way = "" if stated else f" (if it says something else, say {as_property(column)})"
    return said, f"status: column {column!r}, {listed or 'empty'}{more}{way}"


def _of_words(sheet: Sheet, column: str) -> pl.Series:
    try:
        return states(sheet, column)
    except TableError as error:
        raise TableError(f"{error}, or say {as_property(column)} if it says something else") from error


def _of_codes(sheet: Sheet, codes: pl.Series, scores: Collection[str]) -> pl.Series:
    failed = failed_codes(codes, [sheet.frame[c].cast(pl.Float64, strict=False) for c in scores])
    if failed is None:
        counted = codes.drop_nulls().value_counts(sort=True)
        failed = codes == counted[codes.name][-1] if counted.height > 1 else codes.is_null()
    return pl.select(pl.when(failed).then(pl.lit("failed")).when(codes.is_not_null()).then(pl.lit("ok"))).to_series()
