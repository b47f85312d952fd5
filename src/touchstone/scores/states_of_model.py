"""Rows of equal names that an epoch or a seed tells apart: answers of several states of a model, and no frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import as_property
from touchstone.vocabulary.words import METADATA, STATED, common_property, is_property, shown_property, spelled_plainly

from .alike import alike_within_names
from .crossed import MOST_STATES, even_in_each, once_in_each, told_apart_by, varies_in_names
from .faces import names_faces
from .scored import Scored

_OF_MODELS = frozenset({"epoch", "epochs", "seed", "ckpt", "checkpoint", "weights"})
"""Words for a state of a model: each is a detector of its own."""

_PERHAPS = frozenset(
    {"run", "runs", "step", "steps", "iteration", "iter", "trial", "experiment", "exp", "repeat", "repetition"}
)
"""Words that count states of a model or parts of a video: states, where rows of one name are no more alike than others."""


def apart_by_state(scored: Scored, key: Sequence[str], rows_are: RowsAre | None) -> Scored:
    """Name the detector of each row after its epoch or seed, where that tells rows of equal names apart.

    What else tells the rows of one state apart (frames, faces, versions, data sets) keeps its meaning.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
        rows_are: what the user says of rows of equal names; nothing is changed where those differ in the state alone.
    """
    rows = _rows_of_names(scored, key)
    columns = [] if rows is None else _state_columns(scored, rows, key, rows_are)
    if not columns:
        return scored
    state = scored.facts.select("row", state=pl.concat_str([_in_words(c) for c in columns], separator=" "))
    scores = scored.scores.join(state, on="row", how="left", maintain_order="left").with_columns(
        detector=pl.format("{} {}", "detector", "state").str.strip_chars_start(" ")
    )
    states = state["state"].drop_nulls().unique().sort().to_list()
    names = [written_name(shown_property(c), scored.columns) for c in columns]
    note = (
        f"rows of equal names differ in {' and '.join(map(quoted, names))}: each value is read as a detector, "
        f"{names_of(states, 4)} ({_way_back(scored, key, columns, names)})"
    )
    return replace(scored, scores=scores.select(scored.scores.columns), notes=(*scored.notes, note))


def _in_words(column: str) -> pl.Expr:
    name = shown_property(column).removesuffix("_stated").replace("_", " ")
    return pl.format("{} {}", pl.lit(name), pl.col(column).cast(pl.String).str.replace(r"\.0$", ""))


def _way_back(scored: Scored, key: Sequence[str], columns: Sequence[str], names: Sequence[str]) -> str:
    if set(columns) == {*told_apart_by(scored, key)[:1]} and scored.scores["unit"][0] == "video":
        return f"if they are frames of a video, say {option('rows_are', 'frames')}"
    return f"if they are not, say {' '.join(map(as_property, names))}"


def _rows_of_names(scored: Scored, key: Sequence[str]) -> pl.DataFrame | None:
    """Each score with what the file states of its row; ``None`` where no name has several rows."""
    named = [c for c in scored.facts.columns if c.startswith(STATED) or c in METADATA]
    if not any(map(_may_be_state, named)) or not scored.facts["video"].is_duplicated().any():
        return None
    return scored.scores.select("row", *key).join(scored.facts.select("row", *named), on="row")


def _state_columns(scored: Scored, rows: pl.DataFrame, key: Sequence[str], rows_are: RowsAre | None) -> list[str]:
    """Columns whose values together are the states of a model."""
    varying = [c for c in rows.columns if _may_be_state(c) and varies_in_names(rows, c)]
    alone = [c for c in varying if scored.scores["unit"][0] == "video" and once_in_each(rows, [*key, c])]
    certain = [c for c in varying if _words(c) & _OF_MODELS]
    if alone and rows_are is not None:
        return []
    if alone and not certain:
        perhaps_parts = rows["detector"].n_unique() == 1 and alike_within_names(scored.facts, scored.scores)
        return [] if perhaps_parts else alone[:1]
    if not certain and not _are_beside_others(rows, key, varying):
        return []
    return _needed(rows, [*certain, *(c for c in varying if c not in certain)])


def _may_be_state(column: str) -> bool:
    return (
        column.startswith(STATED)
        and not is_property(shown_property(column))
        and bool(_words(column) & (_OF_MODELS | _PERHAPS))
    )


def _are_beside_others(rows: pl.DataFrame, key: Sequence[str], states: Sequence[str]) -> bool:
    """Whether rows of one state are told apart by something else: numbers of frames, other columns, or equal numbers of rows."""
    if not states:
        return False
    others = [c for c in rows.columns if c not in (*key, *states, "row") and _tells_parts(rows, c)]
    if once_in_each(rows, [*key, *others, *states]):
        return not once_in_each(rows, [*key, *others])
    return any(even_in_each(rows, ["detector", "video"], c) for c in states)


def _tells_parts(rows: pl.DataFrame, column: str) -> bool:
    return names_faces(shown_property(column)) or rows[column].n_unique() <= MOST_STATES


def _needed(rows: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """The first column, and each other that parts rows of one name further."""
    needed = [*columns[:1]]
    for column in columns[1:]:
        parts, more = (rows.select("video", *c).n_unique() for c in (needed, [*needed, column]))
        needed += [column] if more > parts else []
    return needed


def written_name(name: str, columns: Sequence[str]) -> str:
    """The name of a property as the file has it."""
    name = name.removesuffix("_stated")
    return next((c for c in columns if name in (common_property(c), spelled_plainly(c))), name)


def _words(column: str) -> set[str]:
    return set(spelled_plainly(shown_property(column)).split("_"))
