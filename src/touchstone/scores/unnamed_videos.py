"""Tables whose header calls no column that of videos: the only column that tells all rows apart names them."""

from __future__ import annotations

from dataclasses import replace

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import Sheet, find_fields, telling_column

from .names import names_detector, score_columns
from .options import Options


def with_videos_named(sheet: Sheet, options: Options) -> Sheet:
    """Call the column ``video`` that tells rows, or videos beside numbers of frames, apart; others stay as they are.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "video" in fields or "video" in sheet.columns:
        return sheet
    taken = {*fields.values(), *options.columns.values(), *score_columns(sheet, [])}
    units = [fields[unit] for unit in ("frame", "clip") if unit in fields]
    free = [c for c in sheet.columns if c not in taken and not names_detector(c)]
    column = telling_column(sheet, free, units, fields.get("label"), several=True)
    if column is None:
        return sheet
    cells = sheet.frame[column]
    again = not units and cells.n_unique() < cells.len()
    why = f"alone has a label for each of {cells.n_unique():,} values that come again" if again else "alone tells rows apart"
    note = (
        f"no column is called that of the videos, and {quoted(column)} {why}, so it names them (if another "
        f"column does, say {option('columns', 'video=COLUMN')})"
    )
    return replace(sheet.with_names({column: "video"}), notes=(*sheet.notes, note))
