"""Tables whose header calls no column that of videos: the only column that tells all rows apart names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Sheet, find_fields, telling_column

from .names import names_detector, score_columns
from .options import Options

_UNITS = ("frame", "clip", "time")
"""Fields that number the rows of a video."""

_NAMES = ("clip", "group", "source", "donor")
"""Fields whose columns may name videos where no other does, best first."""

_FEWEST = 8
"""Names from which on chance does not explain that each has one label, and each number once."""


def with_videos_named(sheet: Sheet, options: Options) -> Sheet:
    """Call the column ``video`` that tells rows, or videos beside numbers of frames, apart; others stay as they are.

    Args:
        sheet: the file.
        options: corrections of what is recognised.

    Raises:
        TableError: numbers of frames begin again, and no column says of which video they are.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "video" in fields or "video" in sheet.columns:
        return sheet
    taken = {*fields.values(), *options.columns.values(), *score_columns(sheet, [])}
    units = [fields[unit] for unit in ("frame", "clip") if unit in fields]
    free = [c for c in sheet.columns if c not in taken and not names_detector(c)]
    for unit in (fields[name] for name in _UNITS if name in fields):
        if (column := _column_beside(unit, sheet, fields, free)) is not None:
            return _called_video(sheet, column, f"alone has rows that {quoted(unit)} tells apart")
    column = telling_column(sheet, free, units, fields.get("label"), several=True)
    if column is None:
        if options.rows_are != "videos":
            _refuse_frames_of_nothing(sheet, fields, free)
        return sheet
    cells = sheet.frame[column]
    again = not units and cells.n_unique() < cells.len()
    why = f"alone has a label for each of {cells.n_unique():,} values that come again" if again else "alone tells rows apart"
    return _called_video(sheet, column, why)


def _called_video(sheet: Sheet, column: str, why: str) -> Sheet:
    note = (
        f"no column is called that of the videos, and {quoted(column)} {why}, so it names them (if another "
        f"column does, say {option('columns', 'video=COLUMN')})"
    )
    return replace(sheet.with_names({column: "video"}), notes=(*sheet.notes, note))


def _column_beside(unit: str, sheet: Sheet, fields: Mapping[str, str], free: Sequence[str]) -> str | None:
    """The column of which each value has one label, and several rows that differ in the number of a frame, or in a time."""
    if unit == fields.get("time") and not sheet.frame[unit].is_duplicated().any():
        return None
    others = [c for c in free if _names_frames(sheet, c, unit, fields.get("label"))]
    if others:
        return others[0] if len(others) == 1 else None
    fitting = (fields[name] for name in _NAMES if name in fields and fields[name] != unit)
    return next((c for c in fitting if _names_frames(sheet, c, unit, fields.get("label"))), None)


def _names_frames(sheet: Sheet, column: str, unit: str, label: str | None) -> bool:
    return _comes_again(sheet, column, label) and not sheet.frame.select(column, unit).is_duplicated().any()


def _comes_again(sheet: Sheet, column: str, label: str | None) -> bool:
    """Whether a column holds names with several rows and one label each."""
    cells = sheet.frame[column]
    if cells.null_count() or cells.dtype == pl.Boolean or cells.dtype.is_nested() or not _are_names(cells):
        return False
    if not _FEWEST <= cells.n_unique() <= cells.len() / 2:
        return False
    return label is None or not sheet.frame.select(column, label).drop_nulls().unique()[column].is_duplicated().any()


def _are_names(cells: pl.Series) -> bool:
    """Whether cells are words or whole numbers."""
    numbers = cells.cast(pl.Float64, strict=False).drop_nulls()
    return not numbers.len() or bool((numbers == numbers.round(0)).all())


def _refuse_frames_of_nothing(sheet: Sheet, fields: Mapping[str, str], free: Sequence[str]) -> None:
    """Raise an error where numbers of frames come again and no column names the videos that they are of."""
    unit = fields.get("frame")
    if unit is None or "label" not in fields or not sheet.frame[unit].is_duplicated().any():
        return
    others = [*free, *(fields[name] for name in _NAMES if name in fields)]
    repeated = [c for c in others if _comes_again(sheet, c, fields["label"])]
    ways = [option("columns", f"video={sheet.in_file(c)}") for c in repeated[:4]] or [option("columns", "video=COLUMN")]
    raise TableError(
        f"{sheet.path}: the numbers in column {quoted(unit)} come again, so they number the frames of several videos, and no "
        f"column names these; its columns are {names_of(sheet.columns_in_file)}; say {' or '.join(ways)}, or "
        f"{option('rows_are', 'videos')} if each row is a video{sheet.read_so}"
    )
