"""Lines without header: ``file.mp4;0.91``, as AV-Deepfake1M's evaluation takes them."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import LABELS

from ..form import Reading
from ..options import Options


def video_score_pairs(sheet: Sheet, options: Options) -> Reading | None:
    """The last column of numbers is the score (high = fake), the first of words the video, one with label words the label."""
    if sheet.header or options.columns:
        return None
    cells = {c: sheet.frame[c] for c in sheet.columns}
    words = [c for c in sheet.columns if cells[c].cast(pl.Float64, strict=False).null_count() == sheet.frame.height]
    worded = [c for c in words if cells[c].drop_nulls().str.to_lowercase().is_in(list(LABELS)).all()]
    videos = [c for c in words if c not in worded]
    numeric = [c for c in sheet.columns if c not in words]
    if not videos or not numeric:
        raise TableError(
            f"{sheet.path} has no header, and its columns are not a video and a score; "
            "add a first line such as video,label,p_fake"
        )
    fields = {"video": videos[0]} | ({"label": worded[0]} if worded else {})
    rest = [c for c in sheet.columns if c not in (*fields.values(), numeric[-1])]
    notes = (f"{', '.join(rest)} not used",) if rest else ()
    return Reading(form="lines without header", fields=fields, scores={"": numeric[-1]}, notes=notes)
