"""A column of methods that also holds a word for real videos: it says the label, where nothing else does."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.sheets import Sheet, find_fields
from touchstone.vocabulary.words import CODED, LABELS, NO_LABEL, TRUTHS

from ..options import Options

_MOST = 64
REALS = {word for word, label in LABELS.items() if label == "real" and word not in CODED} | {"originals", "youtube", "actors"}
"""Words for real videos in a column of methods; FaceForensics++ has those of YouTube and of actors."""


def label_of_methods(sheet: Sheet, options: Options, *, labelled: bool) -> Sheet:
    """Add a label, where no column holds one and a column of methods has a word for real and others.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.
    """
    if labelled or "label" in options.columns:
        return sheet
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("method", fields.get("folder"))
    if "label" in fields or "label" in sheet.columns or column is None or sheet.frame[column].dtype != pl.String:
        return sheet
    words = sheet.frame[column].str.strip_chars().str.to_lowercase()
    present = words.unique()
    reals = [word for word in present.to_list() if word in REALS]
    others = [word for word in present.to_list() if word not in REALS]
    if not reals or not 0 < len(others) <= _MOST or any(_says_nothing(word) for word in others):
        return sheet
    label = pl.select(pl.when(words.is_in(reals)).then(pl.lit("real")).otherwise(pl.lit("fake")).alias("label")).to_series()
    called = sheet.in_file(column)
    note = (
        f"no column of labels; {called!r} says real ({', '.join(sorted(reals))}), and all else counts as fake: "
        f"{names_of(sorted(others), 6)} (to "
        f"change this, say {option('labels', 'FILE')} or {option('columns', f'label={called}')} with "
        f"{option('label_fake', 'VALUE')})"
    )
    return replace(sheet.with_column(label, says=column), notes=(*sheet.notes, note))


def _says_nothing(word: str | None) -> bool:
    """Whether a cell is empty, a code or a word for nothing."""
    return word is None or not word or word in NO_LABEL or word in TRUTHS or word.replace(".", "").isdigit()
