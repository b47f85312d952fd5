"""Labels of single pictures beside scores that are read as frames of videos: each video has the label of its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.sheets import Labels, share_of

from .columns import videos_of_pictures
from .one_folder import videos_of_one_folder
from .scored import Scored
from .told_apart import short_names

_LAST = r"([^/]+)$"
_BOTH_LABELS = 0.05
"""Share of the videos that may have pictures of both labels; they have no label then."""

_MOSTLY = 0.5


def with_labels_of_videos(files: Sequence[Scored], labels: Sequence[Labels]) -> tuple[list[Labels], list[str]]:
    """Files of labels with a row for each video, where they name its pictures and the scores are those of frames.

    Args:
        files: the files of scores.
        labels: those of labels.

    Returns:
        The files of labels, and what is said of it.
    """
    framed = [file.facts["video"] for file in files if (file.scores["unit"] == "frame").any()]
    if not framed:
        return list(labels), []
    names = pl.concat(framed).unique().str.extract(_LAST).unique()
    read = [_by_video(file, names) for file in labels]
    changed = [file for file, before in zip(read, labels, strict=True) if file is not before]
    if not changed:
        return read, []
    shown = short_names([file.path for file in (*files, *labels)])
    listed = names_of(shown[file.path] for file in changed)
    return read, [f"{listed}: names pictures; each video has the label of its pictures"]


def _by_video(file: Labels, names: pl.Series) -> Labels:
    """The labels by video; as they are where no way to read names of pictures gives most of the names of videos."""
    keys = file.facts["video"]
    if share_of(names.is_in(keys.str.extract(_LAST).unique().implode())) > _BOTH_LABELS:
        return file
    for videos in (*videos_of_pictures(keys), *videos_of_one_folder(keys)):
        if share_of(names.is_in(videos.str.extract(_LAST).unique().implode())) > _MOSTLY:
            facts = file.facts.with_columns(videos.alias("video")).drop_nulls("video")
            both = facts.group_by("video").agg(pl.col("label").n_unique() > 1).filter("label")["video"]
            if both.len() <= _BOTH_LABELS * facts["video"].n_unique():
                left = facts.filter(~pl.col("video").is_in(both.implode()))
                return replace(file, facts=left.unique("video", keep="first", maintain_order=True))
    return file
