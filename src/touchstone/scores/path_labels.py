"""Labels that only the folders of videos name: ``train/real/x.mp4``, ``manipulated_sequences/Deepfakes/y.mp4``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import quoted

from .folder_words import path_labels
from .scored import Scored

_LEAST = 0.9
"""Share of the videos whose folders must name a label."""


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
