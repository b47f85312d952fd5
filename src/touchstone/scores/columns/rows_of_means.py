"""Rows among the frames of a video that sum them up, such as one whose frame is called ``avg``: these do not count as frames."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Sheet, find_fields

from ..options import Options

_SUMS_UP = frozenset({
    "avg", "average", "mean", "median", "max", "maximum", "min", "minimum", "all", "total", "overall", "video", "summary", "sum",
    "aggregate", "aggregated", "agg", "final", "std", "whole",
})  # fmt: skip
"""What the frame of such a row is called."""


def without_rows_of_means(sheet: Sheet, options: Options) -> Sheet:
    """Leave out rows that sum up the frames or clips of a video which has numbered ones too."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("frame", fields.get("clip"))
    if column is None or "video" not in fields or sheet.frame[column].dtype != pl.String:
        return sheet
    words = sheet.frame[column].str.strip_chars().str.to_lowercase()
    sums = words.is_in(list(_SUMS_UP)).fill_null(value=False)
    if not sums.any():
        return sheet
    video = sheet.frame[fields["video"]]
    sums &= video.is_in(video.filter(words.str.contains(r"\d")).unique().implode())
    if not sums.any():
        return sheet
    kept = (~sums).arg_true()
    places = sheet.positions if sheet.positions is not None else pl.int_range(sheet.frame.height, eager=True)
    called = names_of([quoted(word) for word in sheet.frame[column].filter(sums).unique().sort()], 4)
    note = f"{int(sums.sum()):,} rows, whose {column!r} is {called}, sum up the frames of a video and are left out"
    return replace(sheet, frame=sheet.frame[kept], positions=places.gather(kept), notes=(*sheet.notes, note))
