"""A column under any name whose words are those of detectors, as ``source`` or ``config`` may be: each is a detector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Sheet, as_property, find_fields, share_of
from touchstone.vocabulary.words import is_property, names_a_detector, spelled_plainly

from .names import score_columns
from .options import Options

_OTHER_FIELDS = ("label", "frame", "clip", "time", "status", "split", "group")
"""Fields whose columns name no detectors."""

_PARTS = frozenset({"modality", "branch", "stream", "expert", "member", "submodel", "tower"})
"""Words for a part of a detector that answers by itself."""

_MOST_VALUES = 64
_FEWEST_ROWS = 4
_MOSTLY = 0.5


def with_detectors_named(sheet: Sheet, options: Options) -> tuple[Sheet, Options]:
    """The sheet with a note, and options that name the column of the detectors, where no column is called so and one says them.

    At least half of its values are names of detectors, or its own name is that of parts of a detector (``modality``, ``branch``);
    and most videos have several of its values.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "detector" in fields or sheet.frame.height < _FEWEST_ROWS:
        return sheet, options
    taken = {*options.columns.values(), *score_columns(sheet, []), *(fields[name] for name in _OTHER_FIELDS if name in fields)}
    free = [c for c in sheet.columns if c not in taken and not is_property(c)]
    fitting = [c for c in free if _has_few_values(sheet.frame[c]) and _differs_in_videos(sheet.frame, c, fields)]
    parts = [c for c in fitting if c != fields.get("video") and _is_part(c)]
    named = [c for c in fitting if _are_detectors(sheet.frame[c])] or parts
    if len(named) != 1:
        return sheet, options
    column = named[0]
    values = names_of(sheet.frame[column].cast(pl.String).unique().sort().to_list(), 4)
    note = f"column {quoted(sheet.in_file(column))} names detectors ({values}; if something else, say {as_property(column)})"
    said = replace(options, columns={**options.columns, "detector": column})
    return replace(sheet, notes=(*sheet.notes, note)), said


def _has_few_values(cells: pl.Series) -> bool:
    if cells.null_count() or cells.dtype.is_nested() or cells.dtype == pl.Boolean:
        return False
    number = cells.n_unique()
    return 2 <= number <= _MOST_VALUES and number * _FEWEST_ROWS <= cells.len()


def _differs_in_videos(frame: pl.DataFrame, column: str, fields: Mapping[str, str]) -> bool:
    """Whether most videos have several values; of a column called that of videos, whether most values have both labels."""
    video, label = fields.get("video"), fields.get("label")
    if video is None:
        return True
    each, several = (video, column) if video != column else (column, label)
    if several is None:
        return False
    return share_of(frame.select(each, several).unique().group_by(each).len()["len"] > 1) > _MOSTLY


def _are_detectors(cells: pl.Series) -> bool:
    values = cells.unique()
    return values.dtype == pl.String and share_of(values.map_elements(names_a_detector, return_dtype=pl.Boolean)) >= _MOSTLY


def _is_part(column: str) -> bool:
    return bool({*spelled_plainly(column).split("_")} & _PARTS)
