"""Several rows for one frame: faces that a detector scored one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import written_names
from touchstone.vocabulary.words import STATED, shown_property, spelled_plainly

from .passes import passes_are_told
from .scored import Scored

_FACES = re.compile(r"(^|_)(face|faces|track|tracks|tracklet|bbox|box|boxes|crop|det|detection|head)(_|$)")
_SHARE = 0.05
"""Share of the frames with several rows from which on they are faces …"""

_FEWEST = 8
"""… or so many frames."""


def names_faces(column: str) -> bool:
    """Whether a column's name is that of a face inside a frame.

    >>> names_faces("Face ID"), names_faces("surface")
    (True, False)
    """
    return _FACES.search(spelled_plainly(column)) is not None


def with_faces(scored: Scored, key: Sequence[str], values: Sequence[str]) -> Scored:
    """Number the rows of each video, where several rows of a frame are several faces: each counts.

    Rows are faces where a column is named after faces and tells them apart, or where a twentieth of all frames, or 8 of them,
    have several different rows. Without a column of frames, only where such a column tells rows of equal names apart.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
        values: columns of its scores that hold the answer.
    """
    several = scored.scores.filter(pl.struct(key).is_duplicated())
    counted = several.group_by(key).agg(different=pl.struct(values).n_unique() > 1).filter("different")
    if not counted.height:
        return scored
    column = face_column(scored, key)
    of_frames = scored.scores["unit"][0] != "video"
    frames = scored.scores.select(pl.struct(key).n_unique()).item()
    if column is None and not (of_frames and (counted.height >= _FEWEST or counted.height >= _SHARE * frames)):
        return scored
    order = pl.struct("index", "row").rank("ordinal").over("detector", "video").cast(pl.Int64) - 1
    unit = pl.lit("frame") if not of_frames else pl.col("unit")
    scores = scored.scores.with_columns(index=order, unit=unit)
    what = f"{counted.height:,} {scored.scores['unit'][0]}s have several rows"
    why = "as of several faces" if column is None else f"which {_written(scored, column)} tells apart as faces"
    back = f"; if they are different videos of equal names, say {_way_to_videos(scored, key)}" if column is None else ""
    note = (
        f"{what}, {why}: every face counts in the score of its video, and none is taken for a frame "
        f"({option('aggregation', 'max')} takes the highest of a video{back})"
    )
    return replace(scored, scores=scores, notes=(*scored.notes, note))


def _way_to_videos(scored: Scored, key: Sequence[str]) -> str:
    """The option that reads rows of one frame as those of different videos."""
    if passes_are_told(scored, key):
        return option("rows_are", "videos")
    return option("columns", "method=COLUMN") + ", with the column that tells them apart"


def _written(scored: Scored, column: str) -> str:
    return quoted(written_names(scored.columns, [column]).get(column, shown_property(column)))


def face_column(scored: Scored, key: Sequence[str]) -> str | None:
    """A column named after faces that differs between all rows of a frame; ``None`` where there is none.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
    """
    named = [c for c in scored.facts.columns if c.startswith(STATED) and names_faces(shown_property(c))]
    if not named:
        return None
    several = scored.scores.filter(pl.struct(key).is_duplicated())
    rows = several.select("row", *key).join(scored.facts.select("row", *named), on="row")
    return next((c for c in named if not rows.select(*key, c).is_duplicated().any()), None)
