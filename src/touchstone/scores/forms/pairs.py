"""Lines without header: ``file.mp4;0.91``, as AV-Deepfake1M's evaluation takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import LABELS

from ..form import Reading
from ..names import fields_of, find_scores, is_decision, is_score
from ..options import Options


def video_score_pairs(sheet: Sheet, options: Options) -> Reading | None:
    """The last column of numbers is the score (high = fake), the first of words the video, one with label words the label.

    Columns of 0 and 1 beside others hold decisions or labels. A user names columns by their places, as in ``p_fake=column 2``.
    """
    if sheet.header or "video" in sheet.columns:
        return None
    cells = {c: sheet.frame[c] for c in sheet.columns}
    words = [c for c in sheet.columns if cells[c].cast(pl.Float64, strict=False).null_count() == sheet.frame.height]
    worded = [c for c in words if cells[c].drop_nulls().cast(pl.String).str.to_lowercase().is_in(list(LABELS)).all()]
    videos = [c for c in words if c not in worded]
    numeric = [c for c in sheet.columns if c not in words]
    fields = ({"video": videos[0]} if videos else {}) | ({"label": worded[0]} if worded else {})
    fields |= fields_of(sheet, options)
    numeric = [c for c in numeric if c not in fields.values()]
    scores = find_scores(sheet, options, sheet.columns) if options.columns else {}
    graded = [c for c in numeric if not is_decision(cells[c])] or numeric
    if not scores and graded:
        scores = {"": graded[-1]}
    if "video" not in fields or not scores:
        raise TableError(
            f"{sheet.path} has no header, and its columns are not a video and a score; "
            "add a first line such as video,label,p_fake"
        )
    rest = [c for c in sheet.columns if c not in (*fields.values(), *scores.values())]
    notes: tuple[str, ...] = ()
    if "label" not in fields and (labels := undecided(cells, rest, next(iter(scores.values())))) is not None:
        fields["label"] = labels
        rest.remove(labels)
        notes = (_of_labels(labels, next(iter(scores.values()))),)
    notes = (*notes, *_left(rest, numeric, cells), *_of_polarity(scores, options))
    return Reading(form="lines without header", fields=fields, scores=scores, notes=notes)


def _of_polarity(scores: Mapping[str, str], options: Options) -> list[str]:
    """A note that no name says which end of the scores is fake; nothing where the user named the column of scores."""
    if options.fake_is is not None or any(map(is_score, options.columns)) or len(scores) != 1:
        return []
    way = option("fake_is", "low")
    return [f"no name says which end of the scores is fake: they are read as high for fake ({way} turns them)"]


def undecided(cells: dict[str, pl.Series], columns: Sequence[str], score: str) -> str | None:
    """The only column of 0 and 1 that no threshold on the scores gives, so that it holds labels; ``None`` where none is."""
    coded = [c for c in columns if is_decision(cells[c]) and cells[c].n_unique() > 1]
    numbers = cells[score].cast(pl.Float64, strict=False)
    free = [c for c in coded if not _is_decided(cells[c].cast(pl.Float64, strict=False), numbers)]
    return free[0] if len(free) == 1 else None


def _is_decided(codes: pl.Series, scores: pl.Series) -> bool:
    low, high = scores.filter(codes == 0).drop_nulls(), scores.filter(codes == 1).drop_nulls()
    if not low.len() or not high.len():
        return True
    (a, b), (c, d) = ((some.to_numpy().min(), some.to_numpy().max()) for some in (low, high))
    return bool(b <= c or d <= a)


def _of_labels(column: str, score: str) -> str:
    return (
        f"{column!r} holds nothing but 0 and 1, and no threshold on {score!r} gives them, so they are labels and no decisions "
        f"(if they are something else, say {option('labels', 'FILE')})"
    )


def _left(rest: Sequence[str], numeric: Sequence[str], cells: dict[str, pl.Series]) -> tuple[str, ...]:
    """Notes on columns that are not used, with the option that uses them."""
    notes: list[str] = []
    for column in (c for c in rest if c in numeric):
        if is_decision(cells[column]):
            what, field = "holds nothing but 0 and 1, decisions or labels", "label"
        else:
            what, field = "could hold scores too", "p_fake"
        notes.append(f"{column!r} {what}; if it does, say {option('columns', f'{field}={column}')}")
    return tuple(notes)
