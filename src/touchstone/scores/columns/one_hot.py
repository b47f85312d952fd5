"""Labels in two columns, one for real and one for fake, of which each row marks one."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.sheets import Sheet, find_fields
from touchstone.vocabulary.words import spelled_plainly

from ..names import find_scores, is_decision
from ..options import Options

_PART = re.compile(r"^((?:is|label|labels|y|y_true|true|gt|truth|target|onehot|one_hot)_)?(real|fake)$")


def label_of_marks(sheet: Sheet, options: Options) -> Sheet:
    """Replace ``real`` and ``fake`` of nothing but 0 and 1 by a label, where another column holds scores.

    Without such a column they are the answers of a detector, and stay.
    """
    if {"label", "p_fake"} & {*options.columns} or "label" in find_fields(sheet, {}):
        return sheet
    parts: dict[tuple[str, str], str] = {}
    for column in sheet.columns:
        match = _PART.match(spelled_plainly(column))
        if match is not None:
            parts[match[1] or "", match[2]] = column
    for lead in dict.fromkeys(lead for lead, _ in parts):
        pair = [parts.get((lead, word)) for word in ("real", "fake")]
        if None not in pair and (marked := _marked(sheet, options, str(pair[0]), str(pair[1]))) is not None:
            return marked
    return sheet


def _marked(sheet: Sheet, options: Options, real: str, fake: str) -> Sheet | None:
    """The sheet with a label in place of two columns; ``None`` where they mark no label, or nothing else holds scores."""
    marks = [sheet.frame[c].cast(pl.Float64, strict=False) for c in (real, fake)]
    if any(values.null_count() or not is_decision(values) for values in marks) or not (marks[0] + marks[1] == 1).all():
        return None
    rest = sheet.frame.drop(real, fake)
    if not find_scores(replace(sheet, frame=rest), options, ()):
        return None
    label = pl.select(pl.when(marks[1] == 1).then(pl.lit("fake")).otherwise(pl.lit("real")).alias("label")).to_series()
    note = f"columns {real!r} and {fake!r} mark one of both in each row, so they are the label"
    return replace(sheet, frame=rest.with_columns(label), notes=(*sheet.notes, note))
