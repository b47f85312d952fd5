"""Codes as arrays of numbers are written: ``1.000000000000000000e+00`` and ``1.0000`` are 1."""

from __future__ import annotations

import polars as pl

_CODE = r"^\s*[-+]?[012]\.0*(?:[eE][-+]?0+)?\s*$"
_USUAL = ("0.0", "1.0", "-1.0", "2.0")
"""Spellings that are compared as they are."""

_FIRST = 64
_MOST = 8


def with_plain_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with 0 and 1 in columns that hold nothing but such numbers, with zeros behind the point."""
    plain = {c: cells for c in frame.columns if (cells := _plain(frame[c])) is not None}
    return frame.with_columns(cells.alias(c) for c, cells in plain.items()) if plain else frame


def _plain(cells: pl.Series) -> pl.Series | None:
    first = cells.head(_FIRST).drop_nulls()
    if cells.dtype != pl.String or not first.len() or not first.str.contains(_CODE).all():
        return None
    different = cells.drop_nulls().unique()
    if different.len() > _MOST or not different.str.contains(_CODE).all() or different.is_in(list(_USUAL)).all():
        return None
    return cells.replace({word: str(int(float(word))) for word in different.to_list()})
