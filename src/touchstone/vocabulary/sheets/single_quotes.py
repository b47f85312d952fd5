"""Cells in single quotes, as some programs write text: ``'a.mp4','fake',0.91``."""

from __future__ import annotations

import polars as pl

_QUOTED = r"^\s*'(.*)'\s*$"
_LOOKED_AT = 64


def without_single_quotes(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """A frame of text without the quotes around all cells of a column and around names of columns, and a note on it.

    >>> without_single_quotes(pl.DataFrame({"'video'": ["'a'", "'b'"], "p": ["'tis", "'c'"]}))[0].to_dict(as_series=False)
    {'video': ['a', 'b'], 'p': ["'tis", "'c'"]}
    """
    quoted = [c for c in frame.columns if _all_quoted(frame[c])]
    frame = frame.with_columns(frame[c].str.replace(_QUOTED, "$1") for c in quoted)
    bare = {c: c.strip().strip("'") for c in frame.columns if "'" in c and _all_quoted(pl.Series("name", [c]))}
    bare = {c: name for c, name in bare.items() if name and [*frame.columns, *bare.values()].count(name) == 1}
    note = "single quotes around cells were left out"
    return frame.rename(bare), [note] if quoted or bare else []


def _all_quoted(cells: pl.Series) -> bool:
    if cells.len() and cells[0] is not None and "'" not in cells[0]:
        return False
    some = cells.drop_nulls()
    return bool(some.len()) and all(bool(part.str.contains(_QUOTED).all()) for part in (some.head(_LOOKED_AT), some))
