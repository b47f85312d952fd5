"""Labels of frames, segments or faces: a video in which some are fake is fake."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields, share_of
from touchstone.vocabulary.words import STATED, shown_property

from .counting import counts_parts
from .faces import names_faces
from .scored import Scored, rows_of_parts
from .times import read_times

_FEWEST = 5
"""Names with both labels from which on they cannot be errors of single rows."""

_PARTLY = 0.2
"""Share of the names with a fake part that must have a real one too: fewer may be errors of single rows."""

_OVERLAP = 0.05
"""Share of names of which a part may have both labels."""


def label_file_of_parts(sheet: Sheet, facts: pl.DataFrame, rows_are: RowsAre | None) -> tuple[pl.DataFrame, list[str]]:
    """The facts of a label file by the same rule, and what is said of it.

    Args:
        sheet: the file.
        facts: what its rows say of their videos.
        rows_are: what the user says; labels of different ``videos`` stay, and are a question if they contradict each other.
    """
    if not facts["video"].is_duplicated().any():
        return facts, []
    fields = find_fields(sheet, {})
    time, _ = read_times(sheet, fields.get("time"), stated=False)
    settled, said = _label_of_any(facts, rows_of_parts(sheet, fields, facts["row"], time), rows_are)
    way = f"to be asked about them, say {option('rows_are', 'videos')}"
    return settled, [f"{said} ({way})"] if said else []


def with_label_of_any(scored: Scored, rows_are: RowsAre | None) -> Scored:
    """Call a name with both labels fake, where its rows are parts of a video, and each part has one label.

    Parts are known by a column of frames, clips, times, faces or of anything else that counts. A real and a fake video of one
    name have the same parts, and so both labels for each.

    Args:
        scored: a file.
        rows_are: what the user says; rows that are different ``videos`` keep their labels.
    """
    places = scored.scores.unique("row").select("row", "unit", "index", "time")
    facts, said = _label_of_any(scored.facts, places, rows_are)
    if not said:
        return scored
    way = f"if a name is that of a real and of a fake video, say {option('rows_are', 'videos')}"
    return replace(scored, facts=facts, notes=(*scored.notes, f"{said} ({way})"))


def _label_of_any(facts: pl.DataFrame, places: pl.DataFrame, rows_are: RowsAre | None) -> tuple[pl.DataFrame, str]:
    """The facts with one label for each name of which parts have both, and a sentence; empty where there are no such names.

    Args:
        facts: ``row``, ``video``, ``label``, and properties that may tell parts apart.
        places: ``row``, ``unit``, ``index`` and ``time``.
        rows_are: what the user says.
    """
    labels = facts.drop_nulls("label").group_by("video").agg(n=pl.col("label").n_unique(), fake=(pl.col("label") == "fake").any())
    both = labels.filter(pl.col("n") > 1)
    if rows_are == "videos" or both.height < max(_FEWEST, _PARTLY * int(labels["fake"].sum())):
        return facts, ""
    parts = _parts(facts, places, both["video"])
    if parts is None:
        return facts, ""
    any_fake = pl.col("video").is_in(both["video"].implode()) & pl.col("label").is_not_null()
    facts = facts.with_columns(label=pl.when(any_fake).then(pl.lit("fake")).otherwise("label"))
    return facts, f"labels differ between the {parts} of {both.height:,} names: a video is fake where any of them is"


def _parts(facts: pl.DataFrame, places: pl.DataFrame, names: pl.Series) -> str | None:
    """What the rows of the names are, if each part has one label; ``None`` where parts have both, or rows are something else."""
    rows = facts.filter(pl.col("video").is_in(names.implode())).join(places, on="row")
    columns = [c for c in rows.columns if c.startswith(STATED)]
    faces = [c for c in columns if names_faces(shown_property(c))]
    counters = [c for c in columns if c not in faces and counts_parts(shown_property(c), rows[c])]
    unit = str(rows["unit"][0]) if rows.height else "video"
    of_rows = [*(["index"] if unit != "video" else []), *(["time"] if rows["time"].null_count() < rows.height else [])]
    for keys in ([*of_rows], [*of_rows, *faces], [*of_rows, *faces, *counters]):
        if keys and _one_label_each(rows, keys):
            return "faces" if keys != of_rows and faces else "parts" if unit == "video" else f"{unit}s"
    return None


def _one_label_each(rows: pl.DataFrame, keys: list[str]) -> bool:
    """Whether the parts of nearly all names have one label each, and names have several parts."""
    parts = rows.group_by("video", *keys).agg(labels=pl.col("label").drop_nulls().n_unique())
    names = parts.group_by("video").agg(parts=pl.len(), both=(pl.col("labels") > 1).any())
    return share_of(names["both"]) <= _OVERLAP and share_of(names["parts"] > 1) >= 1 - _OVERLAP
