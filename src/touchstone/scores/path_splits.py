"""Splits that only the folders of videos name: ``train/x.mp4`` and ``test/y.mp4``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import Labels
from touchstone.vocabulary.words import SPLIT_WORDS, Split, split_of

from .scored import Scored

_LEAST = 0.5
"""Share of the videos whose paths must name a split."""

_FEWEST = 2
"""Videos of each split."""

_ANY = "(?i)(?:^|[^a-z])(?:" + "|".join(sorted({word.partition("_")[0] for word in SPLIT_WORDS})) + ")"


def with_path_splits(files: Sequence[Scored], labels: Sequence[Labels]) -> tuple[list[Scored], list[str]]:
    """Take splits from the paths of videos, where no column or name of a file says any and paths name at least two.

    A word that is in all paths says nothing, and so do splits none of which has videos of both labels.
    """
    if any(_states_split(sheet.facts) for sheet in (*files, *labels)):
        return list(files), []
    videos = pl.concat([file.facts.select("video", "label") for file in files]).unique("video", maintain_order=True)
    if not videos["video"].str.contains(_ANY).any():
        return list(files), []
    said = videos.with_columns(path_splits(videos["video"]))
    counts = said["split"].drop_nulls().value_counts(sort=True)
    if counts.height < 2 or int(counts["count"].min() or 0) < _FEWEST or counts["count"].sum() < _LEAST * said.height:  # pyright: ignore
        return list(files), []
    of_both = said.drop_nulls(["split", "label"]).group_by("split").agg(pl.col("label").n_unique())["label"]
    listed = ", ".join(f"{word} ({number:,})" for word, number in counts.iter_rows())
    if of_both.len() and not (of_both > 1).any():
        return list(files), [
            f"folders of the videos say the splits {listed}, and none has videos of both labels: they are not used"
        ]
    both = said.select("video", "split")
    named = [replace(f, facts=f.facts.join(both, on="video", how="left", maintain_order="left")) for f in files]
    example = said.drop_nulls("split")["video"][0]
    return named, [
        f"no column of splits, and paths of the videos say {listed}, as {quoted(example)}; they count as a column of splits does "
        f"({option('split', 'all')} pools them)"
    ]


def path_splits(videos: pl.Series) -> pl.Series:
    """The split that the path of each video names by a folder, or else by the first word of its name; null where none does.

    Folders that all paths share are passed over; of several that name splits the first counts.

    >>> path_splits(pl.Series(["/test/train/a.mp4", "/test/val_set/b.mp4", "/test/c.mp4"])).to_list()
    ['train', 'val', None]
    >>> path_splits(pl.Series(["train_1.mp4", "test_1.mp4"])).to_list()
    ['train', 'test']
    """
    folders = videos.str.extract(r"^(.*)/[^/]*$").fill_null("")
    distinct = folders.unique().to_list()
    shared = _shared_folders(distinct)
    by_folder = {folder: _split_of_folder(folder[len(shared) :]) for folder in distinct}
    split = folders.replace_strict(list(by_folder), list(by_folder.values()), return_dtype=pl.String)
    if not split.null_count() < split.len():
        words = videos.str.extract(r"(?:^|/)([A-Za-z]+)[^A-Za-z/][^/]*$")
        meant = {word: split_of(word) for word in words.drop_nulls().unique().to_list()}
        split = words.replace_strict(list(meant), list(meant.values()), default=None, return_dtype=pl.String)
    return split.alias("split")


def _states_split(facts: pl.DataFrame) -> bool:
    return "split" in facts.columns and facts["split"].null_count() < facts.height


def _shared_folders(folders: Sequence[str]) -> str:
    """The folders with which all begin."""
    first, last = (f"{end(folders)}/".split("/")[:-1] for end in (min, max))
    alike = takewhile(lambda both: both[0] == both[1], zip(first, last, strict=False))
    return "".join(f"{part}/" for part, _ in alike)


def _split_of_folder(folder: str) -> Split | None:
    return next((split for part in folder.split("/") if (split := split_of(part)) is not None), None)
