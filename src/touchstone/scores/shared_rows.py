"""Files of one detector that share videos: where these have equal scores in all of them, they are the same videos, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl

from touchstone.vocabulary.sheets import share_of

from .scored import Scored

_FEWEST = 8
"""Shared videos from which on equal scores are not chance."""

_MOST_FILES = 64
_SAME = 0.98
_NEAR = 1e-9
_KEY = ["detector", "video", "unit", "index"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SharedVideos:
    """Videos that several files of one detector hold with equal scores, beside others of their own.

    Attributes:
        videos: their names.
        by_method: whether they are all real and all others fake: each file holds one way to make fakes.
    """

    videos: pl.Series
    by_method: bool


def shared_videos(files: Sequence[Scored]) -> SharedVideos | None:
    """Videos that files share, where their scores and labels are equal; ``None`` where files share none, all, or differ.

    Args:
        files: files of equal columns.
    """
    parts = [file.facts.select("video", "label").unique().with_columns(file=i) for i, file in enumerate(files)]
    every = pl.concat(parts).with_columns(several=pl.col("file").n_unique().over("video") > 1)
    shared = every.filter("several")["video"].unique()
    single = every.filter(~pl.col("several"))
    if shared.len() < _FEWEST or single["file"].n_unique() < len(files) or not _equal(files, shared):
        return None
    reals = every.filter("several")["label"]
    by_method = bool((reals == "real").fill_null(value=False).all()) and bool((single["label"] == "fake").all())
    return SharedVideos(videos=shared, by_method=by_method and not single["label"].null_count())


def _equal(files: Sequence[Scored], shared: pl.Series) -> bool:
    """Whether nearly all rows of shared videos have one score and one label in all files."""
    rows = pl.concat([file.scores.select(*_KEY, "p_fake") for file in files]).filter(pl.col("video").is_in(shared.implode()))
    spread = rows.group_by(_KEY).agg(n=pl.len(), range=pl.col("p_fake").max() - pl.col("p_fake").min()).filter(pl.col("n") > 1)
    labels = pl.concat([file.facts.select("video", "label") for file in files]).drop_nulls()
    labels = labels.filter(pl.col("video").is_in(shared.implode())).group_by("video").agg(pl.col("label").n_unique())
    alike = (spread["range"] <= _NEAR).fill_null(value=True)
    return bool(alike.len()) and share_of(alike) >= _SAME and share_of(labels["label"] == 1) >= _SAME


def each_once(files: Sequence[Scored], shared: SharedVideos) -> list[Scored]:
    """The files, of which the first that holds a shared video keeps its scores."""
    taken = pl.Series("video", [], dtype=pl.String)
    kept: list[Scored] = []
    for file in files:
        again = pl.col("video").is_in(taken.implode())
        kept.append(replace(file, scores=file.scores.filter(~again)))
        here = file.scores["video"].unique()
        taken = pl.concat([taken, here.filter(here.is_in(shared.videos.implode()))]).unique()
    return kept


def with_part(file: Scored, shared: SharedVideos, part: str) -> Scored:
    """The file with its name as method, or as data set, of the videos of its own, where it names none."""
    field = "method" if shared.by_method else "dataset"
    if field in file.facts.columns:
        return file
    unshared = ~pl.col("video").is_in(shared.videos.implode())
    return replace(file, facts=file.facts.with_columns(pl.when(unshared).then(pl.lit(part)).alias(field)))


def of_one_detector(files: Sequence[Scored]) -> list[list[int]]:
    """Places of files that belong together, because two by two they share videos of equal scores, and have others.

    Args:
        files: files of equal columns that name no detector.
    """
    if not 1 < len(files) <= _MOST_FILES or _hold_the_same(files):
        return []
    numbers = list(range(len(files)))
    for i, j in combinations(numbers[:], 2):
        if numbers[i] != numbers[j] and shared_videos([files[i], files[j]]) is not None:
            numbers = [numbers[i] if number == numbers[j] else number for number in numbers]
    groups = [[i for i, other in enumerate(numbers) if other == number] for number in dict.fromkeys(numbers)]
    return [group for group in groups if len(group) > 1]


def _hold_the_same(files: Sequence[Scored]) -> bool:
    """Whether all files hold the same videos, as those of several detectors do."""
    counts = [file.facts["video"].n_unique() for file in files]
    return len(set(counts)) == 1 and pl.concat([file.facts["video"] for file in files]).n_unique() == counts[0]
