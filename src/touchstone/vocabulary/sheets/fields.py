"""Which column of a sheet fills which field."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from touchstone.vocabulary.words import FAKE_AUDIO_WORDS, FIELDS, LABELS, column_of, columns_of_field

from .sheet import Sheet

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
        column = _label(sheet, columns, taken) if name == "label" else column_of(name, columns, taken)
        if column is not None and (name != "status" or sheet.frame[column].dtype in _WORDED):
            fields[name] = column
            taken.add(column)
    folder = next((columns[n] for n in _FOLDERS if n in columns and columns[n] not in taken), None)
    if "method" not in fields and folder is not None:
        fields["folder"] = folder
    return fields


def _label(sheet: Sheet, columns: Mapping[str, str], taken: set[str]) -> str | None:
    """Of the columns that may hold labels the first with nothing but words for labels; the first by name where none is."""
    candidates = columns_of_field("label", columns, taken)
    return next(
        (c for c in candidates if len(candidates) > 1 and _holds_labels(sheet, c)), next(iter(candidates), None)
    )


def _holds_labels(sheet: Sheet, column: str) -> bool:
    words = sheet.frame[column].drop_nulls().unique().cast(pl.String, strict=False).str.strip_chars().str.to_lowercase()
    return bool(words.len()) and bool(words.is_in([*LABELS, *FAKE_AUDIO_WORDS]).all())
