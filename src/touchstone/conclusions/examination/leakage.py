"""What is on both sides of a split, and what is there twice. Exact facts of the ``videos`` table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

_EXAMPLES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One way in which the splits are not apart.

    Attributes:
        by: ``sha256`` (the same file), ``group`` (the same person or clip), ``donor`` (a second identity that is somewhere
            else a group or a donor).
        shared: hashes or identities that are in more than one split.
        videos: videos that have one of them.
        splits: names of the splits that share.
        examples: some of the shared names (of hashes: the videos), sorted.
    """

    by: Literal["sha256", "group", "donor"]
    shared: int
    videos: int
    splits: tuple[str, ...]
    examples: tuple[str, ...]


def leaks(videos: pl.DataFrame) -> tuple[Leak, ...]:
    """What more than one split holds: the file, the group, the second identity; empty where there is one split or none.

    Unreadable videos count too: a file that one decoder refuses may have been trained on with another.
    """
    in_split = videos.filter(pl.col("split").is_not_null())
    if in_split["split"].n_unique() < 2:
        return ()
    files = in_split.select("video", "split", name="sha256").drop_nulls()
    groups = in_split.select("video", "split", name="group").drop_nulls()
    donors = in_split.select("video", "split", name="donor").drop_nulls()
    ways: list[Leak] = []
    same_file, same_group = _shared(files), _shared(groups)
    if same_file.height:
        ways.append(_leak("sha256", same_file))
    if same_group.height:
        ways.append(_leak("group", same_group))
    # A donor leaks where the same identity is the group or the donor of a video in another split, and not by group alone.
    by_group = same_group["name"].unique().to_list()
    either = _shared(pl.concat([groups, donors]).unique())
    shared = either.filter(~pl.col("name").is_in(by_group), pl.col("name").is_in(donors["name"].implode()))
    if shared.height:
        ways.append(_leak("donor", shared))
    return tuple(ways)


def _shared(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("split").n_unique().over("name") > 1)


def _leak(by: Literal["sha256", "group", "donor"], shared: pl.DataFrame) -> Leak:
    names = shared.sort("video")["video"] if by == "sha256" else shared["name"].unique().sort()
    return Leak(
        by=by,
        shared=shared["name"].n_unique(),
        videos=shared["video"].n_unique(),
        splits=tuple(shared["split"].unique().sort().to_list()),
        examples=tuple(names.head(_EXAMPLES).to_list()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """What is there twice.

    Attributes:
        equal_content: videos with equal content, each set sorted.
        two_labels: those among them whose videos do not all have one label.
        base_names: base names that more than one video has: whoever joins by them mixes videos up.
        base_names_of_two_labels: those among them that stand for a real and a fake video.
        name_examples: some of the latter, else of the former.
        score_rows: rows of ``scores`` that repeat detector, video and unit of another.
    """

    equal_content: tuple[tuple[str, ...], ...] = ()
    two_labels: tuple[tuple[str, ...], ...] = ()
    base_names: int = 0
    base_names_of_two_labels: int = 0
    name_examples: tuple[str, ...] = ()
    score_rows: int = 0


def duplicates(videos: pl.DataFrame, scores: pl.DataFrame | None = None) -> Duplicates:
    """Equal hashes, equal base names, and rows of scores that are there twice."""
    ok = videos.filter(pl.col("status") == "ok", pl.col("sha256").is_not_null())
    repeated = (
        ok.group_by("sha256")
        .agg(pl.col("video").sort(), labels=pl.col("label").n_unique())
        .filter(pl.col("video").list.len() > 1)
        .sort(pl.col("video").list.first())
    )
    base = (
        videos.select("label", name=pl.col("video").str.split("/").list.last())
        .group_by("name")
        .agg(count=pl.len(), labels=pl.col("label").n_unique())
        .filter(pl.col("count") > 1)
        .sort(pl.col("labels"), pl.col("name"), descending=[True, False])
    )
    rows = 0
    if scores is not None and scores.height:
        rows = scores.height - scores.select("detector", "video", "unit", "index").n_unique()
    return Duplicates(
        equal_content=tuple(tuple(names) for names in repeated["video"].to_list()),
        two_labels=tuple(tuple(names) for names in repeated.filter(pl.col("labels") > 1)["video"].to_list()),
        base_names=base.height,
        base_names_of_two_labels=base.filter(pl.col("labels") > 1).height,
        name_examples=tuple(base["name"].head(_EXAMPLES).to_list()),
        score_rows=rows,
    )
