"""Columns that the user calls by what they hold: properties, into which nothing else is read, and the predicted class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import is_property, spelled_plainly

from .columns import PREDICTED
from .options import Options


def with_named_properties(sheets: Sequence[Sheet], options: Options) -> tuple[list[Sheet], Options]:
    """The sheets with those columns called ``property_NAME`` or ``predicted``, and the options that are left.

    Args:
        sheets: the files.
        options: those whose fields are ``property_NAME`` or ``predicted`` are carried out.

    Raises:
        UsageError: a file has another column of that name.
    """
    named = {field: column for field, column in options.columns.items() if is_renamed(field)}
    if not named:
        return list(sheets), options
    others = {field: column for field, column in options.columns.items() if field not in named}
    return [_renamed(sheet, named) for sheet in sheets], replace(options, columns=others)


def is_renamed(field: str) -> bool:
    """Whether a field that a user names becomes the name of its column.

    >>> is_renamed("property_tool"), is_renamed("predicted"), is_renamed("label")
    (True, True, False)
    """
    return is_property(field) or field == PREDICTED[0]


def _renamed(sheet: Sheet, named: dict[str, str]) -> Sheet:
    fields = {_column(sheet, column): field for field, column in named.items()}
    present = {column: field for column, field in fields.items() if column is not None and column != field}
    for column, field in present.items():
        if field in sheet.columns:
            said = option("columns", f"{field}={column}")
            raise UsageError(f"{said}: {sheet.path} has a column {quoted(field)} already; choose another name")
    return sheet.with_names(present) if present else sheet


def _column(sheet: Sheet, name: str) -> str | None:
    """The column of a name, as the file or as a list of properties writes it."""
    plain = spelled_plainly(name)
    return name if name in sheet.columns else sheet.lower().get(plain, sheet.lower().get(plain.removesuffix("_stated")))
