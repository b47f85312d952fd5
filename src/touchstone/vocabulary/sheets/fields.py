"""Which column of a sheet fills which field."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from touchstone.vocabulary.words import (
    FIELDS,
    LABELS,
    column_of,
    columns_of_field,
)

from .cells import are_states
from .label_cells import are_labels
from .sheet import Sheet
from .split_columns import holds_splits, split_column

_WORDED: tuple[pl.DataType, ...] = (pl.String(), pl.Boolean())
"""Types of a column that can hold states."""

_FOLDERS = ("klass", "class", "category")
"""Columns that name the folder of a video beside its label: how a fake was made, if anything."""


def find_fields(sheet: Sheet, said: Mapping[str, str]) -> dict[str, str]:
    """Field → column: those that the user names, then those that are recognised.

    Args:
        sheet: the file.
        said: field → column, as the user says; columns of other files are passed over.
    """
    columns = sheet.lower()
    fields = {name: column for name, column in said.items() if column in sheet.columns}
    taken = set(fields.values())
    for name in FIELDS:
        if name in fields:
            continue
        column = _column(name, sheet, columns, taken)
        if column is not None and (name != "status" or _holds_states(sheet.frame[column])):
            fields[name] = column
            taken.add(column)
    if fields.get("group") == fields.get("split", "") and "group" not in said:
        del fields["group"]  # words of splits do not name groups
    if "method" not in fields and (folder := _folder(sheet, columns, fields)) is not None:
        fields["folder"] = folder
    return fields


def _holds_states(cells: pl.Series) -> bool:
    return cells.dtype in _WORDED and are_states(cells, cells.name)


def _column(field: str, sheet: Sheet, columns: Mapping[str, str], taken: set[str]) -> str | None:
    """The column that fills a field; labels, and splits under names that mean much, are known by their words."""
    if field == "label":
        return _label(sheet, columns, taken)
    return split_column(sheet, taken) if field == "split" else column_of(field, columns, taken)


def _folder(sheet: Sheet, columns: Mapping[str, str], fields: Mapping[str, str]) -> str | None:
    """The column that names how a fake was made, if anything: a folder, or a part of the videos under one label alone."""
    taken = {*fields.values()}
    parts = [c for n in ("subset", "set", "partition") if (c := columns.get(n)) is not None and c not in taken]
    methods = (c for c in parts if "label" in fields and _tells_label(sheet.frame[c], sheet.frame[fields["label"]]))
    return next((columns[n] for n in _FOLDERS if n in columns and columns[n] not in taken), next(methods, None))


def _tells_label(words: pl.Series, labels: pl.Series) -> bool:
    """Whether a column holds words other than labels, and none of them under two labels."""
    both = pl.DataFrame({"word": words, "label": labels}).drop_nulls().unique()
    if words.dtype != pl.String or not both.height or both["word"].is_duplicated().any():
        return False
    plain = both["word"].str.to_lowercase()
    return not plain.is_in(list(LABELS)).all() and bool(plain.cast(pl.Float64, strict=False).is_null().all())


def not_splits(sheet: Sheet, fields: Mapping[str, str]) -> list[str]:
    """Columns whose names say that they tell splits apart, and whose words do not."""
    names = ("partition", "set", "subset", "fold", "phase")
    taken = {*fields.values()}
    return [c for n, c in sheet.lower().items() if n in names and c not in taken and not holds_splits(sheet, c)]


def holds_fractions(cells: pl.Series) -> bool:
    """Whether cells are numbers from 0 to 1, of which more than two differ: scores, whatever their column is called.

    >>> holds_fractions(pl.Series(["0.2", "0.9", "1"])), holds_fractions(pl.Series([0.0, 1.0]))
    (True, False)
    """
    numbers = cells.cast(pl.Float64, strict=False) if cells.dtype == pl.String or cells.dtype.is_float() else None
    if numbers is None or numbers.null_count() > cells.null_count():
        return False
    some = numbers.drop_nulls()
    return some.n_unique() > 2 and bool(some.is_between(0, 1).all())


def _label(sheet: Sheet, columns: Mapping[str, str], taken: set[str]) -> str | None:
    """Of the columns that may hold labels the first with nothing but words for labels; the first by name where none is."""
    candidates = [c for c in columns_of_field("label", columns, taken) if not holds_fractions(sheet.frame[c])]
    return next(
        (c for c in candidates if len(candidates) > 1 and are_labels(sheet.frame[c])), next(iter(candidates), None)
    )
