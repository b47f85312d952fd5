"""Bring a frame into the schema of its table, or say which row breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    for column in table.columns:
        _check_values(frame, table, column)
    _check_key(frame, table)
    return frame


def from_rows(rows: Iterable[Mapping[str, Any]], table: Table) -> pl.DataFrame:
    """Build a checked table from one mapping per row; absent optional values become null.

    Raises:
        TableError: as :func:`conform`.
    """
    frame = pl.DataFrame(list(rows), schema=table.schema, strict=True, orient="row") if rows else table.empty()
    return conform(frame, table)


def _check_values(frame: pl.DataFrame, table: Table, column: Column) -> None:
    values = frame.get_column(column.name)
    if column.required and values.null_count():
        _refuse(frame, table, column, values.is_null(), "has no value")
    if column.choices:
        _refuse(frame, table, column, ~values.is_in(column.choices), f"is not one of {', '.join(column.choices)}")
    if column.dtype == pl.Float64:
        _refuse(frame, table, column, values.is_nan(), "is NaN; what was not measured must be null")
    if column.low is not None:
        _refuse(frame, table, column, values < column.low, f"is below {column.low:g}")
    if column.high is not None:
        _refuse(frame, table, column, values > column.high, f"is above {column.high:g}")


def _refuse(frame: pl.DataFrame, table: Table, column: Column, bad: pl.Series, what: str) -> None:
    rows = bad.fill_null(value=False).arg_true()
    if len(rows):
        row = frame.row(int(rows[0]), named=True)
        where = ", ".join(f"{name}={row[name]!r}" for name in table.key)
        raise TableError(
            f"table {table.name}: {column.name} {what} in {len(rows)} row(s), the first at {where}: {row[column.name]!r}"
        )


def _check_key(frame: pl.DataFrame, table: Table) -> None:
    repeated = frame.select(pl.struct(table.key).is_duplicated()).to_series().arg_true()
    if len(repeated):
        row = frame.row(int(repeated[0]), named=True)
        where = ", ".join(f"{name}={row[name]!r}" for name in table.key)
        raise TableError(f"table {table.name}: {len(repeated)} rows share a key, for instance {where}")
