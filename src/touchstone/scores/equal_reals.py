"""Real videos that come with equal scores under each data set of fakes: that column says how fakes were forged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import share_of, written_names
from touchstone.vocabulary.words import COLUMNS, STATED, shown_property, spelled_plainly

from .scored import Scored

_NAMED = ("dataset", "source")
_MOST_VALUES = 64
_FEWEST = 5
"""Real videos under several values, and different scores of theirs, from which on equal ones are not chance."""

_MOST = 0.95


def with_equal_reals_once(scored: Scored, key: Sequence[str], values: Sequence[str], rows_are: RowsAre | None) -> Scored:
    """Read a column as that of ways to forge, where real videos have equal scores under its values, and fakes do not.

    Rows of a real video are then equal in all that counts, so that they count once.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
        values: columns of its scores that are the answer.
        rows_are: what the user says; rows that are ``videos`` or ``frames`` are left as they are.
    """
    facts = scored.facts
    if rows_are is not None or not facts["video"].is_duplicated().any() or facts["label"].null_count() == facts.height:
        return scored
    columns = [c for c in (*_NAMED, *(c for c in facts.columns if c.startswith(STATED))) if c in facts.columns]
    for column in (c for c in columns if 2 <= facts[c].n_unique() <= _MOST_VALUES):
        if ways := _ways_to_forge(scored, column, key, values):
            return _as_methods(scored, column, ways)
    return scored


def _ways_to_forge(scored: Scored, column: str, key: Sequence[str], values: Sequence[str]) -> list[str]:
    """Values of a column under which real videos have the scores that they have under another, and fakes have not."""
    facts = scored.facts.select("row", "label", way=pl.col(column).cast(pl.String))
    rows = scored.scores.select("row", *key, *values).join(facts, on="row").drop_nulls(["label", "way"])
    if rows.select("label", *key, "way").is_duplicated().any():
        return []
    rows = rows.with_columns(again=pl.len().over("label", *key, *values) > 1)
    reals, fakes = (rows.filter(label=label) for label in ("real", "fake"))
    shares = reals.group_by("way").agg(pl.col("again").mean())
    ways = shares.filter(pl.col("again") >= _MOST)["way"].sort()
    reals, fakes = (some.filter(pl.col("way").is_in(ways.implode())) for some in (reals, fakes))
    few = min(reals["video"].n_unique(), reals["p_fake"].n_unique()) < _FEWEST
    return [] if few or share_of(fakes["again"]) > 1 - _MOST or fakes["way"].n_unique() < 2 else ways.to_list()


def _as_methods(scored: Scored, column: str, ways: Sequence[str]) -> Scored:
    """The file with some values of a column as the methods of its fakes, and what they begin with in their place."""
    facts, called = scored.facts, _in_file(scored, column)
    of_ways = pl.col(column).cast(pl.String).is_in(ways)
    fakes = pl.when(of_ways, pl.col("label") != "real").then(pl.col(column).cast(pl.String))
    method = pl.coalesce("method", fakes) if "method" in facts.columns else fakes
    alone = len(ways) == facts[column].drop_nulls().n_unique()
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*ways, strict=False))
    together = "".join(letters[0] for letters in alike).rstrip("-_ /.") or "+".join(ways)
    facts = facts.with_columns(method=method)
    others = pl.when(of_ways).then(pl.lit(together)).otherwise(pl.col(column).cast(pl.String)).alias(column)
    note = (
        f"real videos have equal scores under several values of {quoted(called)} ({names_of(ways, 4)}), so these say how fakes "
        f"were forged, and each of these videos counts once (if they are different videos, say {option('rows_are', 'videos')})"
    )
    return replace(scored, facts=facts.drop(column) if alone else facts.with_columns(others), notes=(*scored.notes, note))


def _in_file(scored: Scored, column: str) -> str:
    """The name that the file gives a column of facts."""
    if column.startswith(STATED):
        return written_names(scored.columns, [column]).get(column, shown_property(column))
    return next((c for c in scored.columns if spelled_plainly(c) in COLUMNS[column]), column)
