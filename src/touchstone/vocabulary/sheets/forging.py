"""A column of any name that says how fakes were made: fakes alone hold words in it, or real videos a word for real."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from touchstone.vocabulary.words import LABELS, common_property, shown_property

_FEWEST = 5
"""Fakes of two values each from which on a column tells ways to make them apart."""

_MOST_VALUES = 30
_FIRST = 64
"""Cells that are looked at first: in most columns they decide."""


def way_of_forging(facts: pl.DataFrame, columns: Sequence[pl.Series]) -> str | None:
    """The name of the only column that says how fakes were made; ``None`` where none does, or several could.

    Args:
        facts: column ``label``; null where it is not known.
        columns: cells as text, null where they say nothing.

    >>> label = pl.DataFrame({"label": ["real"] * 5 + ["fake"] * 10})
    >>> way_of_forging(label, [pl.Series("tool", [None] * 5 + ["a"] * 5 + ["b"] * 5)])
    'tool'
    """
    said = [c.name for c in columns if common_property(shown_property(c.name)) is None and _tells(facts["label"], c)]
    return said[0] if len(said) == 1 else None


def _tells(label: pl.Series, cells: pl.Series) -> bool:
    real = cells.filter(label == "real")
    if not real.len():
        return False
    words = real.drop_nulls()
    if words.len() not in (0, real.len()) or not all(_mean_real(part) for part in (words.head(_FIRST), words)):
        return False
    fake = cells.filter(label == "fake")
    if fake.null_count() or fake.cast(pl.Float64, strict=False).is_not_null().any():
        return False
    counts = fake.value_counts(sort=True, name="n")
    if not 1 < counts.height <= _MOST_VALUES or counts["n"][1] < _FEWEST:
        return False
    return not fake.str.to_lowercase().is_in(list(LABELS)).any()


def _mean_real(words: pl.Series) -> bool:
    return bool(words.str.to_lowercase().is_in([word for word, meaning in LABELS.items() if meaning == "real"]).all())
