"""Videos of one name that a score file tells apart: each takes the label that a label file gives the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.sheets import Labels

from .scored import Scored

_IN_FILE, _APART = "name in the file", "name told apart"


def with_names_in_file(before: Scored, after: Scored) -> Scored:
    """The file that tells videos of one name apart, with the name that its rows had before.

    Args:
        before: the file as it was written.
        after: the same with other names for some videos.
    """
    if before.facts is after.facts or not after.facts.height:
        return after
    names = before.facts.select("row", pl.col("video").alias(_IN_FILE)).unique("row")
    facts = after.facts.join(names, on="row", how="left", maintain_order="left")
    if not (facts[_IN_FILE] != facts["video"]).any():
        return after
    return replace(after, facts=facts.with_columns(pl.col("video").alias(_APART)))


def names_in_file(file: Scored, videos: pl.Series) -> pl.DataFrame:
    """The names in the file of those videos that it tells apart: columns ``video`` and ``name``.

    Folders that were written before a name since, as that of a data set, stay before it.

    Args:
        file: a file of scores.
        videos: some of its videos.
    """
    if _APART not in file.facts.columns:
        return pl.DataFrame(schema={"video": pl.String, "name": pl.String})
    folders = pl.col("video").str.strip_suffix(pl.col(_APART))
    names = file.facts.filter(pl.col("video").is_in(videos.implode()), pl.col("video").str.ends_with(pl.col(_APART)))
    names = names.filter(pl.col(_IN_FILE) != pl.col(_APART))
    return names.select("video", name=folders + pl.col(_IN_FILE)).unique("video", maintain_order=True)


def labels_for_each(labels: Sequence[Labels], pairs: pl.DataFrame) -> list[Labels]:
    """The label files with a row for each video in place of the row of its name.

    Args:
        labels: files of labels.
        pairs: columns ``video`` and ``key``, the name that the label files give its label to.
    """
    given = pairs.select("key", each="video").unique(maintain_order=True)
    return [
        replace(
            file,
            facts=file.facts.join(given, left_on="video", right_on="key", how="left", maintain_order="left")
            .with_columns(video=pl.coalesce("each", "video"))
            .select(file.facts.columns),
        )
        for file in labels
    ]


def without_groups_of_names(file: Scored, pairs: pl.DataFrame, labels: Sequence[Labels]) -> Scored:
    """The file without groups that are no more than the names of its videos, where the label files name groups."""
    if "group" not in file.facts.columns or not any("group" in of.facts.columns for of in labels):
        return file
    bare = pl.col("video").is_in(pairs["video"].implode()) & (pl.col("group") == pl.col(_IN_FILE))
    return replace(file, facts=file.facts.with_columns(group=pl.when(~bare.fill_null(value=False)).then("group")))
