"""JSON documents as tables: lists of records, records by name, columns, and records with one answer per detector."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, cast

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted, storable
from touchstone.vocabulary.tables import refused_size

from .dates import outside_calendar
from .sheet import Sheet, distinct

_LISTS = ("results", "predictions", "videos", "scores", "data", "items", "records", "samples")
"""Keys under which documents keep their list of records."""

_DEEPEST = 4

Record = dict[str, Any]


def sheet_of_document(path: Path, document: Any) -> Sheet:
    """Bring a document into rows; what lies inside a record becomes a column with a dotted name.

    Raises:
        TableError: nothing in it looks like rows.
    """
    records, notes = _records(path, document)
    if not records:
        raise TableError(f"{path} holds no records; give a list of objects, or an object of videos")
    flat = [_flat(record) for record in records]
    columns = list(dict.fromkeys(name for record in flat for name in record))
    if (refused := refused_size(path, len(flat), len(columns))) is not None:
        raise refused
    cells = {name: [record.get(name) for record in flat] for name in columns}
    series = [series_of(name, values) for name, values in cells.items()]
    frame = pl.DataFrame([s.alias(name) for s, name in zip(series, distinct([s.name for s in series]), strict=True)])
    return Sheet(path=path, kind="json", frame=frame, notes=tuple(notes))


def _records(path: Path, document: Any) -> tuple[list[Record], list[str]]:
    if isinstance(document, list):
        return _of_list(path, cast(list[Any], document)), []
    if document == {}:
        return [], []
    if not isinstance(document, dict):
        raise TableError(f"{path} holds a single value, no table of scores")
    content = cast(Record, document)
    for key in _LISTS:
        rows = content.get(key)
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            rest = [name for name in content if name != key]
            notes = [f"rows read from {key!r}" + (f"; {names_of(rest)} not used" if rest else "")]
            return _of_list(path, cast(list[Any], rows)), notes
    if all(isinstance(value, dict) for value in content.values()):
        return _of_objects(cast(dict[str, Record], content)), []
    if all(isinstance(value, list) for value in content.values()):
        columns = cast(dict[str, list[Any]], content)
        if len({len(values) for values in columns.values()}) == 1:
            return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)], []
    if all(isinstance(value, (int, float, str)) or value is None for value in content.values()):
        return [{"video": name, "score": value} for name, value in content.items()], []
    raise TableError(
        f"{path}: its keys ({names_of(list(content)[:4])} …) hold no records; give a list of objects, or an object of videos"
    )


def _of_list(path: Path, rows: list[Any]) -> list[Record]:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise TableError(f"{path}, entry {number} is not an object with named values: {quoted(row)}")
    return cast(list[Record], rows)


def _of_objects(objects: dict[str, Record]) -> list[Record]:
    """Records by their name; or columns by theirs, as data frames write themselves: ``{"label": {"0": …}, …}``."""
    keys = {tuple(record) for record in objects.values()}
    first = next(iter(keys))
    if len(keys) == 1 and first and all(str(key).isdigit() for key in first):
        return [{name: column[key] for name, column in objects.items()} for key in first]
    return [{"video": name, **record} for name, record in objects.items()]


def _flat(record: Record, prefix: str = "", depth: int = 1) -> Record:
    flat: Record = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEEPEST:
            flat |= _flat(cast(Record, value), f"{name}.", depth + 1)
        elif isinstance(value, (list, dict)):
            continue  # frames of faces, segments of time: nothing that a column of scores could hold
        else:
            flat[name] = value
    return flat


def plain_values(values: pl.Series) -> list[Any]:
    """The values of a column as Python's; dates that Python cannot hold, and all inside lists, are numbers."""
    numbered = _holds_dates(values.dtype) or outside_calendar(values).any()
    try:
        return (values.to_physical() if numbered else values).to_list()
    except OverflowError:  # a length of time beyond what Python can hold
        return values.to_physical().to_list()


def _holds_dates(dtype: pl.DataType) -> bool:
    """Whether a nested type has dates or times in it."""
    if isinstance(dtype, pl.List | pl.Array):
        inner = [dtype.inner]
    elif isinstance(dtype, pl.Struct):
        inner = [field.dtype for field in dtype.fields]
    else:
        return False
    return any(kind.is_temporal() or (isinstance(kind, pl.DataType) and _holds_dates(kind)) for kind in inner)


def series_of(name: str, values: list[Any]) -> pl.Series:
    """Numbers as numbers, truth values as such, everything else as text."""
    name = _text(name)
    kinds: set[type] = {type(value) for value in values if value is not None}
    if kinds <= {bool}:
        return pl.Series(name, values, dtype=pl.Boolean)
    if kinds <= {int, float}:
        return pl.Series(name, [None if value is None else _float(value) for value in values], dtype=pl.Float64)
    return pl.Series(name, [None if value is None else _text(value) for value in values], dtype=pl.String)


def _float(number: float) -> float:
    """A number of any size; what is too large is infinite, as JSON reads 1e999."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _text(value: object) -> str:
    """Text that a table can hold, of any object."""
    try:
        return storable(str(value))
    except Exception:  # a number of thousands of digits, or what a foreign class raises
        return quoted(value)
