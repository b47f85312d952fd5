"""Measures as programs write them: ``1920px``, ``30000/1001``, ``00:01:30.5``, ``2.5 Mbit/s``."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.words import units_of

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_RATIO = rf"^({_NUMBER})\s*/\s*({_NUMBER})$"
_CLOCK = r"^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$"
_WITH_UNIT = rf"^({_NUMBER})\s*([A-Za-z][A-Za-z/ ]*)$"
_OF_TIME = frozenset({"duration", "audio_duration", "time"})


def measures(cells: pl.Series, field: str) -> pl.Series:
    """Cells as numbers in the unit of a field; null where a cell cannot be read.

    A ratio is divided, a time of a clock becomes seconds, and a unit counts by what it is for this field.

    Args:
        cells: text.
        field: column of ``videos``, or ``time``.

    >>> measures(pl.Series(["25", "30000/1001"]), "fps").round(2).to_list(), measures(pl.Series(["1920px"]), "width").to_list()
    ([25.0, 29.97], [1920.0])
    >>> measures(pl.Series(["00:01:30.5", "12 s", "500ms", "12 apples"]), "duration").to_list()
    [90.5, 12.0, 0.5, None]
    """
    plain = cells.cast(pl.Float64, strict=False)
    if plain.null_count() == cells.null_count():
        return plain
    distinct = cells.unique()
    return cells.replace_strict(distinct, _read(distinct, field), return_dtype=pl.Float64)


def _read(cells: pl.Series, field: str) -> pl.Series:
    cells = cells.str.strip_chars()
    units = units_of(field)
    unit = cells.str.extract(_WITH_UNIT, 2).str.to_lowercase().str.strip_chars().str.replace_all(r"[ /]+", "_")
    factor = unit.replace_strict(units, default=None, return_dtype=pl.Float64)
    below = cells.str.extract(_RATIO, 2).cast(pl.Float64, strict=False).replace(0.0, None)
    ways = [
        cells.cast(pl.Float64, strict=False),
        cells.str.extract(_WITH_UNIT, 1).cast(pl.Float64, strict=False) * factor,
        cells.str.extract(_RATIO, 1).cast(pl.Float64, strict=False) / below,
        *([_seconds(cells)] if field in _OF_TIME else []),
    ]
    return pl.select(pl.coalesce(*ways)).to_series().alias(cells.name)


def _seconds(cells: pl.Series) -> pl.Series:
    hours, minutes, seconds = (cells.str.extract(_CLOCK, part).cast(pl.Float64, strict=False) for part in (1, 2, 3))
    return hours.fill_null(0.0) * 3600 + minutes * 60 + seconds
