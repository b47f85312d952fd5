"""Rows with the same key: equal names of different videos, repeated rows, rows that contradict each other."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.tables import REJECTED

from .scored import Scored

_KEY = ("detector", "video", "unit", "index")
_FRAMES_FROM = 3
"""A file without a column of frames is read as rows of frames if its median of rows per video is at least this."""


def settle(scored: Scored) -> tuple[Scored, pl.DataFrame]:
    """Rename equal names of different videos, drop repeated rows, and reject rows that contradict each other.

    Nothing is averaged: if rows contradict each other, none of them is used, and the video counts as failed for that
    detector, with the rows named.

    Returns:
        The file with one score per detector × video × unit, and the rejected rows, as the table ``rejected`` holds them.
    """
    scored = _apart(scored)
    repeated = _repeated(scored)
    if not repeated.height:
        return scored, REJECTED.empty()
    if _are_frames(scored.scores):
        return _as_frames(scored), REJECTED.empty()
    same = pl.struct("p_fake", "logit", "status", "reason").n_unique().over(_KEY) == 1
    repeated = repeated.with_columns(identical=same, first=pl.col("row") == pl.col("row").min().over(_KEY))
    extra = repeated.filter("identical", ~pl.col("first"))
    against = repeated.filter(~pl.col("identical"))
    kept = scored.scores.join(extra.select("row", "detector"), on=["row", "detector"], how="anti")
    kept = kept.join(against.select("row", "detector"), on=["row", "detector"], how="anti")
    if against.height:
        kept = pl.concat([kept, _failures(against, scored.scores)])
    rejected = pl.concat([
        _rejected(scored, extra, "identical", "repeats an earlier row"),
        _rejected(scored, against, "contradicting", "another row gives the same video another score"),
    ])  # fmt: skip
    notes = list(scored.notes)
    if extra.height:
        notes.append(
            f"{extra.height:,} row(s) give the same score as an earlier row of the same video; they are left out"
        )
    if against.height:
        first = against.sort("row").row(0, named=True)
        videos = against.select("detector", "video").unique().height
        notes.append(
            f"{against.height:,} rows contradict each other about {videos:,} video(s), first about {first['video']} in row "
            f"{first['row']}; none of them is used"
        )
    return replace(scored, scores=kept, notes=tuple(notes)), rejected


def _repeated(scored: Scored) -> pl.DataFrame:
    """Rows whose key occurs more than once."""
    scores = scored.scores
    if scored.facts["video"].n_unique() == scored.facts.height:  # far cheaper than comparing all scores
        return scores.clear()
    return scores.filter(pl.struct(_KEY).is_duplicated())


def _apart(scored: Scored) -> Scored:
    """Give equal names of different videos a prefix from a column that tells their rows apart, if there is one."""
    repeated = _repeated(scored)
    if not repeated.height:
        return scored
    rows = repeated.select("row", *_KEY).join(scored.facts.drop("video"), on="row")
    for column in ("dataset", "source", "method"):
        if column not in rows.columns or rows[column].null_count() == rows.height:
            continue
        tells = pl.coalesce(column, "label") if column == "method" else pl.col(column)
        if rows.select(*_KEY, tells.alias("tells")).is_duplicated().any():
            continue
        colliding = pl.col("video").is_in(rows["video"].unique().implode())
        prefix = pl.format("{}/{}", tells, "video")
        facts = scored.facts.with_columns(video=pl.when(colliding).then(prefix).otherwise("video"))
        scores = scored.scores.drop("video").join(
            facts.select("row", "video"), on="row", how="left", maintain_order="left"
        )
        number = rows["video"].n_unique()
        example = facts["video"].filter(facts["video"] != scored.facts["video"])[0]
        note = f"{number:,} name(s) belong to several videos; they are told apart by {column}, as in {example}"
        return replace(scored, facts=facts, scores=scores, notes=(*scored.notes, note))
    return scored


def _are_frames(scores: pl.DataFrame) -> bool:
    if scores["unit"][0] != "video":
        return False
    return float(scores.group_by("detector", "video").len()["len"].median() or 0) >= _FRAMES_FROM  # pyright: ignore[reportArgumentType]


def _as_frames(scored: Scored) -> Scored:
    number = (pl.col("row").rank("ordinal").over("detector", "video") - 1).cast(pl.Int64)
    scores = scored.scores.with_columns(unit=pl.lit("frame"), index=number)
    median = scores.group_by("detector", "video").len()["len"].median()
    note = (
        f"no column of frames, but most videos have several rows (median {median:g}); they are read as frames in the order of "
        f"the file; if a column holds their numbers, say {option('columns', 'frame=COLUMN')}"
    )
    return replace(scored, scores=scores, notes=(*scored.notes, note))


def _failures(against: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """One failed row for each detector × video × unit whose rows contradict each other."""
    rows = (
        against.sort("row")
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("row").first(), rows=pl.col("row").cast(pl.String).head(5).str.join(", "), number=pl.len())
    )
    nothing = pl.lit(None, dtype=pl.Float64)
    return rows.with_columns(
        time=nothing, p_fake=nothing, logit=nothing, status=pl.lit("failed"), answer=pl.lit(None, dtype=pl.String),
        reason=pl.format("{} rows of the score file contradict each other: rows {}", "number", "rows"),
    ).select(scores.columns)  # fmt: skip


def _rejected(scored: Scored, rows: pl.DataFrame, kind: str, reason: str) -> pl.DataFrame:
    file, value = pl.lit(storable(str(scored.path))), pl.col("p_fake")
    said = rows.with_columns(file=file, kind=pl.lit(kind), value=value, reason=pl.lit(reason))
    return said.select(list(REJECTED.schema)).cast(REJECTED.schema)
