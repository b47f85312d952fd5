"""Files that repeat some rows of one another, each with fakes of its own: one detector, with a file for each kind of fake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import polars as pl

from .file_names import NamedFiles
from .scored import Scored

_FEWEST = 8
"""Videos that two files must share."""

_FEWEST_SCORES = 5
"""Different scores of those videos from which on equal ones are not chance: two detectors never agree on all of them."""

_MOST = 64
_ANSWER = ("detector", "video", "index")


def files_of_one_detector(units: Sequence[NamedFiles]) -> list[list[int]]:
    """Places of files that hold the same scores for the videos they share, in groups of two and more.

    Each file of a group has videos of its own, none of them known as real: these are the fakes of one kind.

    Args:
        units: files of equal columns.
    """
    if not 1 < len(units) <= _MOST:
        return []
    numbers = list(range(len(units)))
    videos = [set(unit.videos["video"]) for unit in units]
    if all(names == videos[0] for names in videos):
        return []
    for i, j in combinations(range(len(units)), 2):
        shared = videos[i] & videos[j]
        if numbers[i] == numbers[j] or not _FEWEST <= len(shared) < min(len(videos[i]), len(videos[j])):
            continue
        if _fakes_alone(units[i], shared) and _fakes_alone(units[j], shared) and _equal_scores(units[i], units[j]):
            numbers = [numbers[i] if number == numbers[j] else number for number in numbers]
    groups = [[at for at, number in enumerate(numbers) if number == first] for first in dict.fromkeys(numbers)]
    return [group for group in groups if len(group) > 1]


def in_several(units: Sequence[NamedFiles]) -> pl.Series:
    """Names of the videos that are in several of the files."""
    names = pl.concat([unit.videos["video"].unique() for unit in units])
    return names.filter(names.is_duplicated()).unique()


def with_method(facts: pl.DataFrame, method: str, shared: pl.Series) -> pl.DataFrame:
    """Facts with the method of the videos that are in this file alone; a column of methods that is there counts."""
    if "method" in facts.columns:
        return facts
    alone = ~pl.col("video").is_in(shared.implode())
    return facts.with_columns(method=pl.when(alone).then(pl.lit(method)))


def without_earlier(file: Scored, earlier: Sequence[Scored]) -> Scored:
    """The file without the videos that an earlier file of the same detector holds."""
    there = pl.concat([e.facts["video"].unique() for e in earlier]).implode()
    return replace(
        file,
        facts=file.facts.filter(~pl.col("video").is_in(there)),
        scores=file.scores.filter(~pl.col("video").is_in(there)),
    )


def _fakes_alone(unit: NamedFiles, shared: set[str]) -> bool:
    """Whether no video of a file but the shared ones is known as real."""
    return not unit.videos.filter(label="real").filter(~pl.col("video").is_in(list(shared))).height


def _equal_scores(first: NamedFiles, second: NamedFiles) -> bool:
    """Whether the scores of all videos that are in both files are equal, and many different ones."""
    both = _answers(first).join(_answers(second), on=_ANSWER, suffix="_two")
    equal = both["p_fake"].eq_missing(both["p_fake_two"])
    return bool(equal.all()) and both["p_fake"].n_unique() >= _FEWEST_SCORES


def _answers(unit: NamedFiles) -> pl.DataFrame:
    return pl.concat([file.scores.select(*_ANSWER, "p_fake") for file in unit.members.values()])
