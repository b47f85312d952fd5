"""Rows of equal names that a column tells apart, as one with the compression: versions of a video, and not its frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import written_names
from touchstone.vocabulary.words import METADATA, STATED, common_property, shown_property, spelled_plainly

from .counting import counts_parts
from .crossed import even_in_each, once_in_each
from .faces import names_faces
from .scored import Scored

_VERSIONS = frozenset({
    "compression", "crf", "qp", "quality", "resolution", "codec", "container", "bitrate", "fps", "width", "height", "variant",
    "version", "augmentation", "perturbation", "degradation", "corruption", "distortion", "severity", "level", "post_processing",
    "postprocessing", "processing", "transform", "transformation", "format", "size", "scale", "noise", "blur", "jpeg", "split",
})  # fmt: skip
"""Columns in plain spelling that say in which version a video was scored."""

_OF_VIDEOS = frozenset({"codec", "container", "bitrate", "fps", "width", "height", "split"})
_OTHER_NAMES = ("dataset", "source", "method")
_MOST_VALUES = 12


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Telling:
    """Columns that tell rows of equal names apart, and their values of each row, joined."""

    columns: tuple[str, ...]
    values: pl.Series


def apart_by_version(scored: Scored, key: Sequence[str], rows_are: RowsAre | None) -> Scored:
    """Give versions of a video names of their own, and one group, where a column tells rows of equal names apart.

    Such a column has few values, each of them once for a name. A column that counts (frames, faces, rows) is none. One that is
    named after how a video is encoded may also have several rows for each value, of equal number: frames of each version.

    Args:
        scored: a file.
        key: columns of its scores that identify an answer.
        rows_are: what the user says; rows that are ``frames`` are left as they are.
    """
    if rows_are == "frames" or not scored.facts["video"].is_duplicated().any():
        return scored
    rows = (
        scored.scores.select("row", *key)
        .filter(pl.struct(key).is_duplicated())
        .join(scored.facts.drop("video"), on="row")
    )
    if not rows.height:
        return scored
    telling = _telling(rows, key, scored.columns)
    return scored if telling is None else _renamed_versions(scored, telling, rows)


def _telling(rows: pl.DataFrame, key: Sequence[str], columns: Sequence[str]) -> _Telling | None:
    varying = [c for c in _candidates(rows) if 2 <= rows[c].n_unique() <= _MOST_VALUES]
    named = [c for c in varying if _plain(c) in _VERSIONS]
    free = [c for c in varying if c not in named and not counts_parts(_as_written(c, columns), rows[c])]
    tries = [(c,) for c in (*named, *free)]
    others = [c for c in _OTHER_NAMES if c in rows.columns and rows[c].n_unique() > 1]
    tries += [(*named,), (*others, *named)] if named else []
    tries += [(*others, *named, c) for c in free if others or named]
    for together in dict.fromkeys(t for t in tries if t):
        values = _joined_values(rows, together)
        if _is_once(rows, key, values):
            return _Telling(columns=together, values=values)
    for column in named:
        values = _joined_values(rows, (column,))
        if even_in_each(rows.with_columns(values), key, values.name):
            return _Telling(columns=(column,), values=values)
    return None


def _candidates(rows: pl.DataFrame) -> list[str]:
    stated = [c for c in rows.columns if c.startswith(STATED) and not names_faces(shown_property(c))]
    return [*stated, *(c for c in METADATA if c in rows.columns and c in _OF_VIDEOS)]


def _plain(column: str) -> str:
    return spelled_plainly(shown_property(column)).removesuffix("_stated")


def _as_written(column: str, columns: Sequence[str]) -> str:
    """The name of a property as the file has it: ``scene`` where a common name, ``environment``, took its place."""
    name = shown_property(column)
    return next((c for c in columns if common_property(c) == name), name)


def _joined_values(rows: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    parts = [_value_in_words(rows, c) for c in columns]
    return rows.select(version=pl.concat_str(parts, separator="/"))["version"]


def _value_in_words(rows: pl.DataFrame, column: str) -> pl.Expr:
    value = pl.coalesce(column, "label") if column == "method" else pl.col(column)
    if rows[column].dtype.is_float() and bool((rows[column].drop_nulls() % 1 == 0).all()):
        value = value.cast(pl.Int64)
    return value.cast(pl.String).fill_null("none")


def _is_once(rows: pl.DataFrame, key: Sequence[str], values: pl.Series) -> bool:
    """Whether each value is once for a name and face, values are shared by names, and faces alone do not tell the rows apart."""
    every = rows.with_columns(values)
    faces = [c for c in rows.columns if c.startswith(STATED) and names_faces(shown_property(c))]
    if faces and once_in_each(every, [*key, *faces]):
        return False
    return values.n_unique() * 2 <= rows.height and once_in_each(every, [*key, *faces, values.name])


def _renamed_versions(scored: Scored, telling: _Telling, rows: pl.DataFrame) -> Scored:
    """The file with a name for each version of the names that have several rows, also where one of their rows is alone."""
    number = rows["video"].n_unique()
    every = scored.facts.filter(pl.col("video").is_in(rows["video"].unique().implode()))
    version = every.select("row").with_columns(_joined_values(every, telling.columns))
    facts = scored.facts.join(version, on="row", how="left", maintain_order="left")
    group = pl.col("group") if "group" in facts.columns else pl.lit(None, dtype=pl.String)
    facts = facts.with_columns(
        group=pl.coalesce(group, "video"), video=pl.coalesce(pl.format("{}/{}", "version", "video"), "video")
    ).drop("version")
    scores = scored.scores.drop("video").join(facts.select("row", "video"), on="row", how="left", maintain_order="left")
    example = facts["video"].filter(facts["video"] != scored.facts["video"])[0]
    note = _version_note(telling, number, example, scored.columns)
    return replace(scored, facts=facts, scores=scores.select(scored.scores.columns), notes=(*scored.notes, note))


def _version_note(telling: _Telling, number: int, example: str, columns: Sequence[str]) -> str:
    written = written_names(columns, telling.columns)
    names = [written.get(c, shown_property(c)) for c in telling.columns]
    values = names_of(telling.values.unique().sort().to_list(), 4)
    several = ""
    if len(names) == 1 and _plain(telling.columns[0]) not in _VERSIONS and names[0] in columns:
        several = f"; if they are answers of several detectors, say {option('columns', f'detector={names[0]}')}"
    return (
        f"{number:,} names are in several rows that {names_of([quoted(n) for n in names])} tells apart ({values}): they are "
        f"read as versions of a video, as {example}, each a video, and all of one name one group (if they are frames, say "
        f"{option('rows_are', 'frames')}{several})"
    )
