"""Columns of any type that a data frame or a Parquet file can hold, as columns of the few types that a sheet has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.tables import refused_size

from .dates import outside_calendar
from .document import flat_records, plain_values, series_of, text_of_bytes
from .lists import lists_left_out, may_hold_scores
from .objects import MOST_OBJECTS
from .sheet import distinct

Column = pl.Series | list[Any]


class _Row(int):
    """In a record, the place of a cell in its column: cells of plain types are not made objects."""


def frame_of_columns(path: Path, columns: Mapping[str, Column]) -> tuple[pl.DataFrame, list[str]]:
    """Columns of equal length as a frame of numbers, truth values and text, and what was done with nested ones.

    Lists, arrays and structs mean what lists and objects inside the records of a JSON document mean. Categories, times and
    durations become text, decimals numbers, bytes text where all of them are UTF-8. A column of other bytes, or with a date that
    no calendar has, is left out.

    Args:
        path: the file, for messages.
        columns: name → a series of any type, or a list of objects.

    Raises:
        TableError: lists of scores are too long, or there are several such lists.
    """
    plain = {name: _plain(name, cells).alias(name) for name, cells in columns.items() if not _is_nested(cells)}
    notes = [why for cells in plain.values() if (why := _unreadable(cells))]
    plain = {name: cells for name, cells in plain.items() if not _unreadable(cells)}
    nested = {name: cells for name, cells in columns.items() if _is_nested(cells)}
    kept, said = _bounded(path, {name: columns[name] for name in columns if name in plain or name in nested}, nested)
    notes += said
    if not any(name in nested for name in kept):
        return pl.DataFrame(list(plain.values())), notes
    rows, said = flat_records(path, _records(kept, plain))
    names = list(dict.fromkeys(name for row in rows for name in row))
    if (refused := refused_size(path, len(rows), len(names))) is not None:
        raise refused
    series = [_gathered(name, [row.get(name) for row in rows], plain) for name in names]
    named = zip(series, distinct([s.name for s in series]), strict=True)
    return pl.DataFrame([s.alias(name) for s, name in named]), notes + said


def _is_nested(cells: Column) -> bool:
    if isinstance(cells, pl.Series):
        return cells.dtype.is_nested()
    return any(isinstance(value, list | tuple | dict) for value in cells)


def _plain(name: str, cells: Column) -> pl.Series:
    """A column without lists and objects, as one of the types of a sheet."""
    if isinstance(cells, list):
        series = series_of(name, cells)
        are_bytes = any(isinstance(value, bytes) for value in cells) and series.dtype == pl.String
        if not are_bytes or not all(isinstance(value, bytes | None) for value in cells):
            return series
        cells = pl.Series(name, cells, dtype=pl.Binary)
    kind = cells.dtype
    if isinstance(kind, pl.Categorical | pl.Enum | pl.Time):
        return cells.cast(pl.String)
    if isinstance(kind, pl.Date | pl.Datetime):
        return cells if outside_calendar(cells).any() else cells.cast(pl.String)
    if isinstance(kind, pl.Decimal):
        return cells.cast(pl.Float64)
    if isinstance(kind, pl.Binary):
        return text_of_bytes(cells)
    if kind.is_numeric() or isinstance(kind, pl.String | pl.Boolean):
        return cells
    if isinstance(kind, pl.Duration):
        long = f" {kind.time_unit}"  # beyond what Python can hold they are numbers
        return series_of(name, [f"{v}{long}" if isinstance(v, int) else v for v in plain_values(cells)])
    return series_of(name, plain_values(cells))


def _unreadable(cells: pl.Series) -> str:
    """Why a column cannot be read; empty for all others."""
    if isinstance(cells.dtype, pl.Binary):
        return f"column {cells.name!r} holds bytes that are not text, so it is not read; write it as text or numbers"
    if cells.dtype.is_temporal():
        row = int(outside_calendar(cells).arg_true()[0]) + 1
        return f"column {cells.name!r} is not read: row {row} holds a date outside the years 1 to 9999; correct it"
    return ""


def _bounded(
    path: Path, columns: Mapping[str, Column], nested: Mapping[str, Column]
) -> tuple[Mapping[str, Column], list[str]]:
    """The columns without nested ones that are too large to be made objects: embeddings, pictures."""
    rows = max((len(cells) for cells in columns.values()), default=0)
    left, large = MOST_OBJECTS - rows * len(columns), list[str]()
    for name in sorted(nested, key=lambda name: not may_hold_scores(name)):
        held = _values_in(nested[name])
        if held <= left:
            left -= held
        elif may_hold_scores(name):
            raise TableError(
                f"{path}: column {name!r} holds {held:,} values in lists, more than are read ({MOST_OBJECTS:,} in all); write a "
                "table with a row for each frame"
            )
        else:
            large.append(name)
    if not large:
        return columns, []
    return {name: cells for name, cells in columns.items() if name not in large}, [lists_left_out(large)]


def _values_in(cells: Column) -> int:
    """How many values lie in the lists and objects of a column."""
    if isinstance(cells, list):
        return sum(len(cast(Sequence[Any], value)) for value in cells if isinstance(value, list | tuple | dict))
    if isinstance(cells.dtype, pl.List | pl.Array):
        inner = cells.explode()
        return len(inner) + _values_in(inner)
    if isinstance(cells.dtype, pl.Struct):
        return sum(len(cells) + _values_in(field) for field in cells.struct.unnest().get_columns())
    return 0


def _records(columns: Mapping[str, Column], plain: Mapping[str, pl.Series]) -> list[dict[str, Any]]:
    """A record for each row; a cell of a plain column is its row. An object that is null is none."""
    rows = [_Row(row) for row in range(len(next(iter(columns.values()))))]
    cells = [rows if name in plain else _objects(values) for name, values in columns.items()]
    absent = {name for name, values in columns.items() if isinstance(getattr(values, "dtype", None), pl.Struct)}
    return [
        {name: value for name, value in zip(columns, row, strict=True) if value is not None or name not in absent}
        for row in zip(*cells, strict=True)
    ]


def _objects(cells: Column) -> list[Any]:
    if isinstance(cells, pl.Series) and _are_times(cells.dtype):
        return [[] for _ in range(len(cells))]  # lists of times are not lists of numbers, though Polars stores them so
    return [_object(value) for value in (plain_values(cells) if isinstance(cells, pl.Series) else cells)]


def _are_times(kind: object) -> bool:
    """Whether a type is that of lists of dates, times or durations."""
    inner = kind.inner if isinstance(kind, pl.List | pl.Array) else None
    return isinstance(inner, pl.DataType) and (inner.is_temporal() or _are_times(inner))


def _object(value: Any) -> Any:
    """What JSON would hold: numbers for decimals, lists for tuples."""
    if isinstance(value, dict):
        return {str(key): _object(inner) for key, inner in cast(dict[Any, Any], value).items()}
    if isinstance(value, list | tuple):
        return [_object(inner) for inner in cast(Sequence[Any], value)]
    return float(value) if isinstance(value, Decimal) else value


def _gathered(name: str, values: list[Any], plain: Mapping[str, pl.Series]) -> pl.Series:
    """A column of flat records: cells of a plain column from their rows, all others as they are."""
    if all(isinstance(value, _Row) for value in values):
        return plain[name].gather(pl.Series(values, dtype=pl.UInt32))
    if any(isinstance(value, _Row) for value in values):
        column = plain_values(plain[name])
        values = [column[value] if isinstance(value, _Row) else value for value in values]
    return series_of(name, values)
