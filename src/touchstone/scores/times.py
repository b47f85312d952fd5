"""The time of each row inside its video, in seconds."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, measures, numbers, text


def read_times(sheet: Sheet, column: str | None, *, stated: bool) -> tuple[pl.Series, list[str]]:
    """Seconds, null where there are none; and a note on a column of something else, such as dates.

    Args:
        sheet: the file.
        column: its column of times, if it has one.
        stated: whether the user named it.

    Raises:
        TableError: the user named it, and a cell cannot be read as time.
    """
    nothing = pl.Series("time", [None], dtype=pl.Float64).new_from_index(0, sheet.frame.height)
    if column is None:
        return nothing, []
    if sheet.frame[column].dtype == pl.String:
        cells = text(sheet, column)
        times = measures(cells, "time")
        if times.null_count() == cells.null_count():
            return times.fill_nan(None), []
    try:
        return numbers(sheet, column)[0].fill_nan(None), []
    except TableError as error:
        if stated:
            raise
        return nothing, [f"column {column!r} is not read as time: {str(error).removeprefix(f'{sheet.path}, ')}"]
