"""The ``videos`` table of several files: one row per video with its label and all facts from any file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.sheets import Labels, settled
from touchstone.vocabulary.tables import REJECTED
from touchstone.vocabulary.words import METADATA, groups_in_names

from .scored import Scored


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DescribedVideos:
    """What all files say of their videos.

    Attributes:
        videos: the videos with exactly one label.
        properties: their other properties, as the table ``properties`` holds them.
        left: the rows of all other videos, as the table ``rejected`` holds them.
        notes: how they were combined, one line each.
    """

    videos: pl.DataFrame
    properties: pl.DataFrame
    left: pl.DataFrame
    notes: tuple[str, ...]


def videos_of(files: Sequence[Scored], labels: Sequence[Labels]) -> DescribedVideos:
    """Combine the facts about each video from all files.

    Raises:
        TableError: no video has a label.
    """
    parts = [file.facts.with_columns(file=pl.lit(storable(str(file.path)))) for file in (*files, *labels)]
    facts = pl.concat(parts, how="diagonal")
    if facts["label"].null_count() == facts.height:
        why = "; ".join(note for file in files for note in file.notes if "label" in note and not note.startswith("not used: "))
        raise TableError(
            f"{files[0].path}: no labels; say {option('labels', 'FILE')} (a manifest, metadata.json …) or "
            f"{option('columns', 'label=COLUMN')}{f' ({why})' if why else ''}"
        )
    notes: list[str] = []
    facts, left = _labelled(facts, notes)
    written = [column for file in (*files, *labels) for column in file.columns]
    properties, said = settled(facts, written, by_option=[column for file in files for column in file.columns])
    notes += said
    held = [name for name in METADATA if name in facts.columns]
    notes += _disagreements(facts, held)
    if facts["video"].is_duplicated().any():
        first = [pl.col(name).drop_nulls().first() for name in ("label", *held)]
        facts = facts.group_by("video", maintain_order=True).agg(first)
    videos = facts.select("video", "label", *held, pl.lit("ok").alias("status")).sort("video")
    scored = pl.concat([file.scores.select("video") for file in files]).unique()
    unscored = videos.join(scored, on="video", how="anti").height
    if unscored:
        notes.append(
            f"{unscored:,} labelled video(s) have no score from any detector; they count as missing, not as failed"
        )
    if "group" not in held:
        notes.append(_offered(videos))
    return DescribedVideos(videos=videos, properties=properties, left=left, notes=tuple(notes))


def _offered(videos: pl.DataFrame) -> str:
    """What is assumed without groups, and which option takes them from the names of the videos, where these show any."""
    shown = groups_in_names(videos["video"], videos["label"])
    if shown is None:
        return (
            "no column of groups, and the names of the videos show none: videos are assumed independent; to name groups, say "
            f"{option('columns', 'group=COLUMN')} or {option('group_pattern', 'REGEX')}"
        )
    donors = f" and {shown.donors:,} donors" if shown.donors else ""
    return (
        f"no column of groups: videos are assumed independent; {shown.matched:,} of {videos.height:,} names look like "
        f"{shown.pattern.meaning}, which gives {shown.groups:,} groups{donors}; if they are, say "
        f"{option('group_pattern', shown.pattern.expression)}"
    )


def _labelled(facts: pl.DataFrame, notes: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out videos without a label, and those with two."""
    per_video = facts.group_by("video").agg(labels=pl.col("label").drop_nulls().n_unique())
    left: list[pl.DataFrame] = [REJECTED.empty()]
    for kind, wrong, reason, of_several in (
        (
            "contradicting label",
            pl.col("labels") > 1,
            "rows call this video real and fake",
            "rows call each real and fake",
        ),
        (
            "unlabelled",
            pl.col("labels") == 0,
            "nothing says whether this video is fake",
            "nothing says whether they are fake",
        ),
    ):
        out = per_video.filter(wrong)
        if not out.height:
            continue
        rows = facts.join(out, on="video", how="semi", maintain_order="left").filter(pl.col("row").is_not_null())
        rows = rows.unique(["file", "row"], maintain_order=True)
        nothing = pl.lit(None, dtype=pl.Float64)
        rows = rows.with_columns(detector=pl.lit(""), kind=pl.lit(kind), value=nothing, reason=pl.lit(reason))
        left.append(rows.select(list(REJECTED.schema)))
        first = out["video"].min()
        notes.append(
            f"1 video is left out, {reason}: {first}"
            if out.height == 1
            else f"{out.height:,} videos are left out, {of_several}; the first is {first}"
        )
    good = per_video.filter(pl.col("labels") == 1)
    if good.height == per_video.height:
        return facts, left[0]
    return facts.join(good.select("video"), on="video", how="semi", maintain_order="left"), pl.concat(left)


def _disagreements(facts: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """Notes on columns in which rows of one video differ; the first value is used."""
    if not columns or not facts["video"].is_duplicated().any():
        return []
    several = (pl.col(name).drop_nulls().n_unique() > 1 for name in columns)
    differ = facts.group_by("video").agg(several).select(pl.col(columns).sum())
    return [
        f"{name} differs between rows of {number:,} video(s); the first value is used"
        for name, number in differ.row(0, named=True).items()
        if number
    ]
