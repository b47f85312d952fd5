"""Columns called source or data set that hold something else: how fakes were made, or which data set videos are of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.words import LABELS, names_data_set, spelled_plainly

_MAY_BE_METHODS = ("source", "dataset")
"""Fields whose columns may say how fakes were made."""

_PLACES = frozenset({"site", "camera"})
"""Names of columns of sources that can be nothing else: a place or a device that one label alone comes from is a shortcut."""

_FEWEST = 5
"""Rows of two values each from which on they tell ways to make fakes apart."""

_MOST_VALUES = 30


def with_sources_named(
    read: Mapping[str, pl.Series], fields: Mapping[str, str], label: pl.Series, stated: Collection[str] | None
) -> tuple[dict[str, pl.Series], list[str]]:
    """Field → cells, where a column of sources or data sets fills ``method`` or ``dataset`` if its words do; and notes.

    It is the method where real videos have one word, and fakes several others, none of which names a data set. It is the data
    set where each word names one.

    Args:
        read: field → cells.
        fields: field → column; a method that is there already stays, and a column of folders too.
        label: labels of the rows; null where they are not known.
        stated: columns whose meaning the user gave; ``None`` where there is no way to give it.
    """
    kept, notes = dict(read), list[str]()
    for field in _MAY_BE_METHODS:
        column = fields.get(field, "")
        if field not in kept or column in (stated or ()) or spelled_plainly(column) in _PLACES:
            continue
        meaning = _meaning(kept[field], label)
        if meaning in (None, field) or meaning in kept or (meaning == "method" and "folder" in fields):
            continue
        kept[meaning] = kept.pop(field).alias(meaning)
        what = "of the fakes" if meaning == "method" else "holds names of data sets"
        way = (
            ""
            if stated is None
            else f" (if it says where videos come from, say {option('columns', f'{field}={column}')})"
        )
        notes.append(f"{meaning}: column {column!r} {what}{way}")
    return kept, notes


def _meaning(cells: pl.Series, label: pl.Series) -> str | None:
    words = cells.drop_nulls().unique()
    if words.len() > 1 and all(map(names_data_set, words)):
        return "dataset"
    return "method" if _are_methods(cells, label) else None


def _are_methods(cells: pl.Series, label: pl.Series) -> bool:
    """Whether all real videos have one word, and fakes several others, none of them that of a label or of a data set."""
    real, fake = (cells.filter((label == name).fill_null(value=False)) for name in ("real", "fake"))
    if not real.len() or real.null_count() or fake.null_count() or real.n_unique() != 1 or real[0] in fake:
        return False
    counts = fake.value_counts(sort=True, name="n")
    if not 1 < counts.height <= _MOST_VALUES or counts["n"][1] < _FEWEST:
        return False
    words = fake.unique()
    if words.cast(pl.Float64, strict=False).is_not_null().any() or words.str.to_lowercase().is_in(list(LABELS)).any():
        return False
    return not any(map(names_data_set, words))
