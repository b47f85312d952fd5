"""Labels in two columns, one for real and one for fake, of which each row marks one; or in one such column beside scores."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields, label_words
from touchstone.vocabulary.words import CLASS_WORDS, TRUTHS, spelled_plainly

from ..names import find_scores, is_decision
from ..options import Options

_PART = re.compile(r"^((?:is|label|labels|y|y_true|true|gt|truth|target|onehot|one_hot)_)?(real|fake)$")


def label_of_marks(sheet: Sheet, options: Options, *, labelled: bool = False) -> Sheet:
    """Replace ``real`` and ``fake`` of nothing but 0 and 1 by a label, where another column holds scores.

    Without such a column they are the answers of a detector, and stay. One such column alone is the label too, unless labels
    come from another file.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.
    """
    if "label" in options.columns or "label" in find_fields(sheet, {}):
        return sheet
    parts: dict[tuple[str, str], str] = {}
    for column in (c for c in sheet.columns if c not in options.columns.values()):
        match = _PART.match(spelled_plainly(column))
        if match is not None:
            parts[match[1] or "", match[2]] = column
    for lead in dict.fromkeys(lead for lead, _ in parts):
        pair = [parts.get((lead, word)) for word in ("real", "fake")]
        if None not in pair and (marked := _marked(sheet, options, str(pair[0]), str(pair[1]))) is not None:
            return marked
    free = [] if labelled else [c for c in sheet.columns if c not in options.columns.values()]
    alone = [c for c in free if spelled_plainly(c) in CLASS_WORDS]
    return sheet if len(alone) != 1 else _marked_alone(sheet, options, alone[0])


def _marked_alone(sheet: Sheet, options: Options, column: str) -> Sheet:
    """The sheet with a column such as ``fake`` as the label, if it holds 0 and 1, or false and true, beside scores."""
    cells = label_words(sheet.frame[column])
    marks = cells.replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
    rest = replace(sheet, frame=sheet.frame.drop(column))
    if marks.null_count() or marks.n_unique() < 2 or not find_scores(rest, options, ()):
        return sheet
    first, second = cells.filter(~marks)[0], cells.filter(marks)[0]
    means = CLASS_WORDS[spelled_plainly(column)]
    other = "fake" if means == "real" else "real"
    label = pl.select(pl.when(marks).then(pl.lit(means)).otherwise(pl.lit(other)).alias("label")).to_series()
    note = (
        f"column {column!r} holds {first} and {second} beside scores, so it is the label: {second} = {means} (if it is the "
        f"answer of the detector, give the true labels as {option('labels', 'FILE')})"
    )
    return replace(sheet.with_column(label, in_place_of=[column], says=column), notes=(*sheet.notes, note))


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
    return replace(sheet.with_column(label, in_place_of=[real, fake], says=fake), notes=(*sheet.notes, note))
