"""Cells of a text table that hold the lists of a video's frames: ``[0.91, 0.87, 0.93]``, ``[[0.1, 0.9], [0.2, 0.8]]``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import polars as pl

from .depth import is_deep
from .document import series_of
from .joined_cells import with_joined_read
from .lists import may_hold_scores, without_lists
from .nested import are_classes, is_count_of_frames, is_nested
from .records import numbers_by_frame, of_list
from .sheet import Sheet

_LOOKED_AT = 200
_FEW_PLACES = 2
_LIST = re.compile(r"^\s*(?:\w+(?:\.\w+)*\s*\(\s*)?\[")
_NUMBER = r"[-+]?[\d.]+(?:[eE][-+]?\d+)?"
_CALL, _REST = r"(?:[A-Za-z_][\w.]*\s*\(\s*)?", r"(?:\s*,[^()\[\]]*)?\s*\)?"
_SINGLE, _PAIR = (rf"^\s*{_CALL}\[+\s*{numbers}\s*\]+{_REST}\s*$" for numbers in (_NUMBER, rf"{_NUMBER}(?:\s*,\s*|\s+){_NUMBER}"))
_WRAPPED = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*+\(\s*([-+.\deE]+|nan)\s*(?:,[^()\[\]]*)?\)")
"""``np.float64(0.91)``, ``tensor(0.91, device='cuda:0')``."""

_NAN = re.compile(r"(?i)\bnan\b")
_POINT_FIRST = re.compile(r"(?<![\d])\.(\d)")
_POINT_LAST = re.compile(r"(\d)\.(?!\d)")
_BLANKS_BETWEEN = re.compile(r"(?<=[\d\]lN])\s+(?=[-+\d\[.nN])")

_ROW = "\0row"


def with_lists_read(sheet: Sheet) -> Sheet:
    """The sheet with a row for each frame, where cells of scores hold lists of different lengths or lists of lists.

    Lists of equal length that are classes stay as they are.

    Raises:
        TableError: several columns hold such lists.
    """
    if any(may_hold_scores(c) and _holds_scores(sheet.frame[c]) for c in sheet.columns):
        return sheet  # a score of the video counts more than those of its frames
    sheet = with_joined_read(sheet)
    texts = [c for c in sheet.columns if sheet.frame[c].dtype == pl.String]
    names = [c for c in texts if (may_hold_scores(c) or is_count_of_frames(c)) and _may_be_lists(sheet.frame[c])]
    parsed = {c: values for c in names if (values := _parsed(sheet.frame[c])) is not None}
    if not any(may_hold_scores(c) and _are_of_frames(values) for c, values in parsed.items()):
        return sheet
    records = [
        {_ROW: row} | {c: values[row] for c, values in parsed.items() if values[row] is not None}
        for row in range(sheet.frame.height)
    ]
    rows, notes = without_lists(sheet.path, records)
    return _of_rows(sheet, rows, parsed, notes)


def _holds_scores(cells: pl.Series) -> bool:
    """Whether cells are numbers, and not all of them 0 or 1."""
    numbers = cells.cast(pl.Float64, strict=False).drop_nulls()
    return 2 * numbers.len() > cells.len() and not numbers.is_in([0.0, 1.0]).all()


def _may_be_lists(cells: pl.Series) -> bool:
    some = cells.drop_nulls().head(_LOOKED_AT)
    return bool(some.len()) and bool(some.str.contains(_LIST.pattern).any()) and not _are_short(cells.drop_nulls())


def _are_short(cells: pl.Series) -> bool:
    """Whether all cells hold one number in brackets, or all two: classes, which are read without a look at each."""
    return bool(cells.str.contains(_SINGLE).all()) or bool(cells.str.contains(_PAIR).all())


def _parsed(cells: pl.Series) -> list[list[Any] | None] | None:
    """Lists of the cells, ``None`` for cells without one; ``None`` where a cell is something else."""
    values: list[list[Any] | None] = []
    for cell in cells.to_list():
        value = _list_of(cast("str | None", cell))
        if value is None and cell is not None and _LIST.match(str(cell)):
            return None
        values.append(value or None)
    return values


def _list_of(cell: str | None) -> list[Any] | None:
    """A list of numbers, or of lists of them, as Python, NumPy and torch write them; ``None`` for others."""
    if cell is None or not _LIST.match(cell):
        return None
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        value = _respelled(cell)
    if not isinstance(value, list) or is_deep(cast(object, value)):
        return None
    if not value:
        return []
    held = of_list(cast(list[Any], value))
    return cast(list[Any], held) if isinstance(held, list) else numbers_by_frame(cast(list[Any], value))


def _respelled(cell: str) -> object:
    """The list in a cell that Python, NumPy or torch wrote; ``None`` where it holds something else."""
    bare = _WRAPPED.sub(r"\1", cell) if "(" in cell else cell
    bare = bare[bare.find("[") : bare.rfind("]") + 1].replace("−", "-").replace("None", "null")
    bare = _POINT_LAST.sub(r"\1.0", _POINT_FIRST.sub(r"0.\1", _NAN.sub("NaN", bare)))
    bare = _BLANKS_BETWEEN.sub(", ", bare)
    try:
        return json.loads(bare)
    except (ValueError, RecursionError):
        return None


def _are_of_frames(values: Sequence[list[Any] | None]) -> bool:
    """Whether lists are of frames: of different lengths, of lists, or longer than two and no classes."""
    lists = [value for value in values if value]
    if any(is_nested(value) for value in lists):
        return True
    lengths = {len(value) for value in lists}
    if len(lengths) != 1:
        return bool(lengths)
    rows = np.array(lists, dtype=np.float64)
    some = rows[np.isfinite(rows)]
    return rows.shape[1] > _FEW_PLACES and bool(((some >= 0) & (some <= 1)).all()) and not are_classes(rows)


def _of_rows(sheet: Sheet, rows: Sequence[Mapping[str, Any]], lists: Mapping[str, object], notes: Sequence[str]) -> Sheet:
    """The sheet with the cells of other columns repeated for each frame."""
    at = pl.Series([row[_ROW] for row in rows], dtype=pl.UInt32)
    names = [n for n in dict.fromkeys(name for row in rows for name in row) if n != _ROW]
    kept = sheet.frame.drop(list(lists)).drop([n for n in names if n in sheet.columns and n not in lists])
    frame = kept[at].with_columns(series_of(name, [row.get(name) for row in rows]) for name in names)
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    return replace(sheet, frame=frame, positions=places.gather(at), notes=(*sheet.notes, *notes))
