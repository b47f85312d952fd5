"""Columns that should count frames or clips, and say the same of all rows of a video: they count nothing."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields

from ..options import Options


def without_idle_counters(sheet: Sheet, options: Options) -> Sheet:
    """Leave out a column of frames or clips that holds one value for each video with several rows of one detector."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    key = [fields[name] for name in ("video", "detector") if name in fields]
    for unit in ("frame", "clip"):
        column = fields.get(unit)
        if column is None or unit in options.columns or "video" not in fields:
            continue
        rows = sheet.frame.group_by(key).agg(values=pl.col(column).n_unique(), rows=pl.len()).filter(pl.col("rows") > 1)
        if rows.height and bool((rows["values"] == 1).all()):
            note = (
                f"column {column!r} says the same of all rows of a video, so it counts no {unit}s and is not used (if it does, "
                f"say {option('columns', f'{unit}={column}')})"
            )
            sheet = replace(sheet, frame=sheet.frame.drop(column), notes=(*sheet.notes, note))
    return sheet
