"""Tables of labels and scores that name no video: their rows are numbered."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields

from .names import find_scores, is_place, is_score
from .options import Options


def with_numbered_rows(sheet: Sheet, options: Options) -> Sheet:
    """Add a column of videos where the header names labels and scores, and no column holds anything that could be a name.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
    """
    said = {n: c for n, c in options.columns.items() if c in sheet.columns and not is_score(n)}
    fields = find_fields(sheet, said)
    if _is_bare(sheet) or "video" in {*fields, *sheet.columns} or "label" not in fields or not sheet.frame.height:
        return sheet
    scored = find_scores(sheet, options, [*fields.values()]) or len([c for c in sheet.columns if is_place(c)]) > 1
    if not scored or any(_may_name(sheet.frame[c]) for c in _others(sheet, fields)):
        return sheet
    number = pl.int_range(1, sheet.frame.height + 1, eager=True).cast(pl.String).str.zfill(len(str(sheet.frame.height)))
    frame = sheet.frame.clone().insert_column(0, pl.select(video=pl.format("row {}", number)).to_series())
    note = f"no column names the videos, so each row is one (if a column does, say {option('columns', 'video=COLUMN')})"
    return replace(sheet, frame=frame, notes=(*sheet.notes, note))


def _is_bare(sheet: Sheet) -> bool:
    """Whether a sheet has no header, and no rule gave its columns names."""
    return not sheet.header and "label" not in sheet.columns


def _others(sheet: Sheet, fields: dict[str, str]) -> list[str]:
    return [c for c in sheet.columns if c not in fields.values()]


def _may_name(cells: pl.Series) -> bool:
    """Whether cells could be names: words, or whole numbers that all differ."""
    if cells.dtype == pl.Boolean:
        return False
    numbers = cells.cast(pl.Float64, strict=False)
    if numbers.null_count() > cells.null_count():
        return cells.n_unique() > 2 or cells.n_unique() == cells.len()
    some = numbers.drop_nulls()
    return some.len() > 2 and some.n_unique() == cells.len() and bool((some == some.round(0)).all())
