"""Labels that only the folders of videos name: ``train/real/x.mp4``, ``manipulated_sequences/Deepfakes/y.mp4``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, Label, spelled_plainly

from .scored import Scored

_LEAST = 0.9
"""Share of the videos whose folders must name a label."""

_WORDS: dict[str, Label] = {
    **{spelled_plainly(word): label for word, label in (*LABELS.items(), *FOLDERS.items()) if word not in CODED},
    "original_sequences": "real", "manipulated_sequences": "fake", "real_videos": "real", "fake_videos": "fake",
    "training_real": "real", "training_fake": "fake",
}  # fmt: skip


def with_path_labels(files: Sequence[Scored]) -> tuple[list[Scored], list[str]]:
    """Take labels from the folders of videos, where no column says any and nearly all paths name one of both.

    Videos whose folders name none, or both, stay without a label.
    """
    if any(file.facts["label"].null_count() < file.facts.height for file in files):
        return list(files), []
    videos = pl.concat([file.facts["video"] for file in files]).unique(maintain_order=True)
    said = path_labels(videos)
    if said.drop_nulls().n_unique() < 2 or said.null_count() > (1 - _LEAST) * said.len():
        return list(files), []
    both = pl.DataFrame({"video": videos, "label": said})
    named = [
        replace(f, facts=f.facts.drop("label").join(both, on="video", how="left", maintain_order="left").select(f.facts.columns))
        for f in files
    ]
    counts = {label: int((said == label).sum()) for label in ("real", "fake")}
    return named, [
        f"no column of labels, and the folders of the videos say real ({counts['real']:,}) and fake ({counts['fake']:,}), as "
        f"{quoted(videos.filter(said == 'fake')[0])}; they count as labels (to change this, say {option('labels', 'FILE')})"
    ]


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
