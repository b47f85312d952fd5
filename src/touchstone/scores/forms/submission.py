"""DFDC submission: ``filename,label``, where the column label holds P(fake)."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet

from ..form import Reading
from ..options import Options


def submission(sheet: Sheet, options: Options) -> Reading | None:
    """Two columns, a file and a ``label`` that holds numbers, not all of them 0 or 1; true labels come from another file."""
    columns = sheet.lower()
    if set(columns) != {"filename", "label"} or options.columns:
        return None
    values = sheet.frame[columns["label"]].cast(pl.Float64, strict=False)
    if values.null_count() == values.len():
        raise TableError(
            f"{sheet.path} holds labels and no scores; give it as {option('labels', sheet.path)} together with a score file"
        )
    if values.drop_nulls().is_in([0.0, 1.0]).all():
        raise TableError(
            f"{sheet.path}: every 'label' is 0 or 1; if these are true labels, give the file as {option('labels')}; "
            f"if they are decisions of a detector, say {option('columns', 'p_fake=label')}"
        )
    note = f"the column label is read as P(fake), as in DFDC submissions; true labels come from {option('labels')}"
    return Reading(
        form="DFDC submission", fields={"video": columns["filename"]}, scores={"": columns["label"]}, notes=(note,)
    )
