"""Rows of equal names that an epoch or a seed tells apart: answers of several states of a model, and no frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import share_of
from touchstone.vocabulary.words import STATED, common_property, shown_property, spelled_plainly

from .alike import alike_within_names
from .scored import Scored

_OF_MODELS = frozenset({"epoch", "epochs", "seed", "ckpt", "checkpoint", "weights"})
"""Words for a state of a model: each is a detector of its own."""

_PERHAPS = frozenset({"run", "runs", "step", "steps", "iteration", "iter", "trial", "experiment", "exp", "repeat", "repetition"})
"""Words that count states of a model or parts of a video: states, where rows of one name are no more alike than others."""

_MOST_VALUES = 64
_MOST = 0.5


def apart_by_state(scored: Scored, key: Sequence[str], rows_are: RowsAre | None) -> Scored:
    """Name the detector of each row after its epoch or seed, where that tells rows of equal names apart.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
        rows_are: what the user says; then nothing is changed.
    """
    column = None if rows_are is not None else _state_column(scored, key)
    if column is None:
        return scored
    name = shown_property(column).removesuffix("_stated")
    value = pl.col(column).cast(pl.String).str.replace(r"\.0$", "")
    state = scored.facts.select("row", state=pl.format("{} {}", pl.lit(name.replace("_", " ")), value))
    scores = scored.scores.join(state, on="row", how="left", maintain_order="left").with_columns(
        detector=pl.format("{} {}", "detector", "state").str.strip_chars_start(" ")
    )
    states = state["state"].drop_nulls().unique().sort().to_list()
    note = (
        f"rows of equal names differ in {quoted(written_name(name, scored.columns))}: each value is read as a detector, "
        f"{names_of(states, 4)} (if they are frames of a video, say {option('rows_are', 'frames')})"
    )
    return replace(scored, scores=scores.select(scored.scores.columns), notes=(*scored.notes, note))


def _state_column(scored: Scored, key: Sequence[str]) -> str | None:
    columns = told_apart_by(scored, key, _OF_MODELS)
    if not columns and (columns := told_apart_by(scored, key, _PERHAPS)) and alike_within_names(scored.facts, scored.scores):
        return None
    return next(iter(columns), None)


def told_apart_by(scored: Scored, key: Sequence[str], words: frozenset[str] | None = None) -> list[str]:
    """Columns with few values, of which each is once for a name and most names have several.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
        words: of which the name of a column must hold one; ``None`` for any name.
    """
    named = [c for c in scored.facts.columns if c.startswith(STATED) and (words is None or _words(c) & words)]
    if not named or not scored.facts["video"].is_duplicated().any():
        return []
    rows = scored.scores.select("row", *key).join(scored.facts.select("row", *named), on="row")
    return [c for c in named if _tells_apart(rows, key, c)]


def written_name(name: str, columns: Sequence[str]) -> str:
    """The name of a property as the file has it."""
    name = name.removesuffix("_stated")
    return next((c for c in columns if name in (common_property(c), spelled_plainly(c))), name)


def _words(column: str) -> set[str]:
    return set(spelled_plainly(shown_property(column)).split("_"))


def _tells_apart(rows: pl.DataFrame, key: Sequence[str], column: str) -> bool:
    values = rows[column]
    if values.null_count() or not 2 <= values.n_unique() <= _MOST_VALUES or rows.select(*key, column).is_duplicated().any():
        return False
    return share_of(rows.group_by("video").agg(n=pl.col(column).n_unique())["n"] > 1) > _MOST
