"""Words for real and fake in the folders of paths."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, Label, spelled_plainly

_WORDS: dict[str, Label] = {
    **{spelled_plainly(word): label for word, label in (*LABELS.items(), *FOLDERS.items()) if word not in CODED},
    "original_sequences": "real", "manipulated_sequences": "fake", "real_videos": "real", "fake_videos": "fake",
    "training_real": "real", "training_fake": "fake",
}  # fmt: skip


def path_labels(videos: pl.Series) -> pl.Series:
    """The label that the folders of each video name; null where none does, or where they name both.

    Folders that all paths share are passed over, because they tell no video from another.

    >>> path_labels(pl.Series(["fakes/real/a.mp4", "fakes/fake/b.mp4", "fakes/c.mp4"])).to_list()
    ['real', 'fake', None]
    """
    folders = videos.str.extract(r"^(.*)/[^/]*$").fill_null("")
    distinct = folders.unique().to_list()
    parts = {folder: folder.split("/") for folder in distinct}
    shared = set[str].intersection(*(set(p) for p in parts.values())) if parts else set[str]()
    label = {folder: _label_of([part for part in p if part not in shared]) for folder, p in parts.items()}
    return folders.replace_strict(list(label), list(label.values()), return_dtype=pl.String).alias("label")


def _label_of(folders: Sequence[str]) -> Label | None:
    named: set[Label] = {label for part in folders if (label := _WORDS.get(spelled_plainly(part))) is not None}
    return named.pop() if len(named) == 1 else None
