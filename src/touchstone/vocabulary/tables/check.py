"""Bring a frame into the schema of its table, or say which row breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from touchstone.vocabulary.errors import TableError

from .schema import Column, Table


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return ``frame`` with exactly the columns of ``table``, in order and of the right types, and checked.

    Absent optional columns are filled with null. NaN in a real column is an error: what could not be measured is null.

    Raises:
        TableError: an unknown or missing column, a value of the wrong type or outside its range, a repeated key.

    >>> from touchstone.vocabulary.tables import PREVIEWS
    >>> conform(pl.DataFrame({"video": ["a.mp4"], "jpeg": [b"..."]}), PREVIEWS).shape
    (1, 2)
    """
    unknown = [name for name in frame.columns if name not in table.schema]
    if unknown:
        raise TableError(f"table {table.name}: unknown column {unknown[0]!r}; known are {', '.join(table.schema)}")
    present = set(frame.columns)
    absent = [c for c in table.columns if c.name not in present]
    for column in absent:
        if column.required and frame.height:
            raise TableError(f"table {table.name}: column {column.name!r} is missing ({column.meaning})")
    frame = frame.with_columns(pl.lit(None).alias(c.name) for c in absent).select(list(table.schema))
    try:
        frame = frame.cast(table.schema, strict=True)
    except pl.exceptions.PolarsError as error:
        raise TableError(f"table {table.name}: a value has the wrong type: {str(error).splitlines()[0]}") from error
    if frame.height:
        _check_values(frame, table)
        _check_key(frame, table)
    return frame


def from_rows(rows: Iterable[Mapping[str, Any]], table: Table) -> pl.DataFrame:
    """Build a checked table from one mapping per row; absent optional values become null.

    Raises:
        TableError: as :func:`conform`.
    """
    frame = pl.DataFrame(list(rows), schema=table.schema, strict=True, orient="row") if rows else table.empty()
    return conform(frame, table)


def _check_values(frame: pl.DataFrame, table: Table) -> None:
    """Refuse the first rule that a value breaks; all rules are looked at in one pass, since most tables break none."""
    rules = [(column, *rule) for column in table.columns for rule in _rules(column)]
    broken = frame.select(bad.any().alias(str(i)) for i, (_, bad, _) in enumerate(rules)).row(0)
    for (column, bad, what), breaks in zip(rules, broken, strict=True):
        if breaks:
            rows = frame.select(bad.fill_null(value=False)).to_series().arg_true()
            first = frame.row(int(rows[0]), named=True)
            raise TableError(
                f"table {table.name}: {column.name} {what} in {len(rows)} row(s), the first at {_key_of(first, table)}: "
                f"{first[column.name]!r}"
            )


def _rules(column: Column) -> Iterator[tuple[pl.Expr, str]]:
    """What is true of a value that breaks a rule of its column, and the words for it."""
    values = pl.col(column.name)
    if column.required:
        yield values.is_null(), "has no value"
    if column.choices:
        yield ~values.is_in(column.choices), f"is not one of {', '.join(column.choices)}"
    if column.dtype == pl.Float64:
        yield values.is_nan(), "is NaN; what was not measured must be null"
    if column.low is not None:
        yield values < column.low, f"is below {column.low:g}"
    if column.high is not None:
        yield values > column.high, f"is above {column.high:g}"


def _check_key(frame: pl.DataFrame, table: Table) -> None:
    key = pl.col(table.key[0]) if len(table.key) == 1 else pl.struct(table.key)
    repeated = frame.select(key.is_duplicated()).to_series().arg_true()
    if len(repeated):
        where = _key_of(frame.row(int(repeated[0]), named=True), table)
        raise TableError(f"table {table.name}: {len(repeated)} rows share a key, for instance {where}")


def _key_of(row: Mapping[str, Any], table: Table) -> str:
    return ", ".join(f"{name}={row[name]!r}" for name in table.key)
