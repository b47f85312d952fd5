"""A label that equals the decision of the detector everywhere: it is the answer, not the truth."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields
from touchstone.vocabulary.words import LABELS

from ..names import score_columns
from ..options import Options
from .candidates import (
    PREDICTED,
    SURE,
    class_words,
    free_columns,
    label_option,
    number_columns,
    plain_names,
    predicted_class,
    scores_are_named,
)

_FEWEST_ROWS = 20
"""Rows from which on a detector that is never wrong is stranger than a label that is its answer."""


def without_echoed_labels(sheet: Sheet, options: Options, *, labelled: bool) -> Sheet:
    """Leave out a label that equals the decision in every row, if labels come from elsewhere.

    Args:
        sheet: the file.
        options: corrections of what is recognised; a label that the user names is believed.
        labelled: whether labels come from another file.

    Raises:
        TableError: they come from nowhere else.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    chosen = predicted_class(sheet, free_columns(sheet, options))
    if labelled and chosen is None and (winner := _of_confidence(sheet, fields.get("label"), options)):
        label = fields["label"]
        won = sheet.in_file(label)
        note = f"labels come from another file, so {won!r} is the class that won, of which {winner!r} is the confidence"
        return replace(sheet.with_names({label: PREDICTED[0]}), notes=(*sheet.notes, note))
    if "label" not in fields or "label" in options.columns or options.label_fake or chosen is None:
        return sheet
    column, decision = fields["label"], chosen[0]
    if not _equal(sheet.frame[column], chosen[1]):
        return sheet
    why = f"column {sheet.in_file(column)!r} equals the decision {sheet.in_file(decision)!r} in every row"
    if labelled:
        return replace(sheet, frame=sheet.frame.drop(column), notes=(*sheet.notes, f"{why}; it is not used as label"))
    raise TableError(
        f"{sheet.path}: {why}, so it is the detector's answer, or the detector is never wrong; give the true labels as "
        f"{option('labels', 'FILE')}, or say {label_option(sheet, column)} if they are true"
    )


def _of_confidence(sheet: Sheet, label: str | None, options: Options) -> str | None:
    """The only column of numbers that may be a score, if its name is that of a confidence of the class in a label."""
    if label is None or "label" in options.columns or PREDICTED[0] in sheet.columns or class_words(sheet.frame[label]) is None:
        return None
    plain = plain_names(number_columns(sheet, free_columns(sheet, options)))
    sure = next((plain[name] for name in SURE if name in plain), None)
    return None if score_columns(sheet, [label]) or scores_are_named(options) else sure


def _equal(labels: pl.Series, fake: pl.Series) -> bool:
    """Whether enough labels of both kinds equal the decisions."""
    words = class_words(labels)
    if words is None:
        return False
    true = words.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"
    both = pl.DataFrame({"true": true, "fake": fake}).drop_nulls()
    return both.height >= _FEWEST_ROWS and both["true"].n_unique() == 2 and bool((both["true"] == both["fake"]).all())
