"""Dates that a table can hold and no calendar has; polars panics where one of them is written as text."""

from __future__ import annotations

import polars as pl

_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
"""The years 1 to 9999 in days from 1970."""

_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def outside_calendar(values: pl.Series) -> pl.Series:
    """Which cells hold a date outside the years 1 to 9999; a day at each end counts as outside, because of time zones."""
    if not isinstance(values.dtype, pl.Date | pl.Datetime):
        return pl.Series([False]).new_from_index(0, values.len())
    scale = _PER_DAY[values.dtype.time_unit] if isinstance(values.dtype, pl.Datetime) else 1
    days = values.to_physical().cast(pl.Int64) // scale
    return (~days.is_between(_FIRST_DAY, _LAST_DAY, closed="none")).fill_null(value=False)
