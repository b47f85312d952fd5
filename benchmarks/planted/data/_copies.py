"""Splits that leak, and what is there twice."""

from __future__ import annotations

import numpy as np
import polars as pl

from .._base import Draft
from .._case import Case
from ._common import case_of, draft_of


def split_apart(draft: Draft) -> None:
    """Splits that are apart: whole groups."""
    side = draft.rng.choice(["train", "val", "test"], int(draft.group.max()) + 1, p=[0.7, 0.15, 0.15])
    for i, video in enumerate(draft.videos):
        video["split"] = str(side[draft.group[i]])


def leaking_groups(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Some videos of a group stand in another split than the rest."""
    draft = draft_of(seed, n, True)
    split_apart(draft)
    groups = draft.rng.permutation(int(draft.group.max()) + 1)
    for g in groups[: max(1, round(share * groups.size))]:
        i = int(np.flatnonzero(draft.group == g)[0])
        draft.videos[i]["split"] = "test" if draft.videos[i]["split"] != "test" else "train"
    del clustered
    return case_of(draft, "data.leakage", f"{share:.0%} of the groups", True)


def leaking_files(seed: int, n: int, clustered: bool, count: float) -> Case:
    """The same file in train and test."""
    draft = draft_of(seed, n, clustered)
    split_apart(draft)
    same = [np.flatnonzero(draft.fake == side) for side in (False, True)]
    for k in range(int(count)):
        first, other = draft.rng.choice(same[k % 2], 2, replace=False)
        draft.videos[first]["split"], draft.videos[other]["split"] = "train", "test"
        draft.videos[other]["sha256"] = draft.videos[first]["sha256"]
    return case_of(draft, "data.leakage", f"{count:g} files", True, also=frozenset({"data.duplicates"}))


def leaking_donors(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Fakes of one split wear faces of persons of another."""
    draft = draft_of(seed, n, True)
    split_apart(draft)
    del clustered
    for i in np.flatnonzero(draft.fake):
        if draft.rng.random() < share:
            others = [v for v in draft.videos if v["split"] != draft.videos[i]["split"]]
            draft.videos[i]["donor"] = str(draft.rng.choice([v["group"] for v in others]))
    return case_of(draft, "data.leakage", f"{share:.0%} of the donors", True)


def equal_files(seed: int, n: int, clustered: bool, count: float) -> Case:
    """Equal content under two names, one label."""
    draft = draft_of(seed, n, clustered)
    for k in range(int(count)):
        first, other = draft.rng.choice(np.flatnonzero(draft.fake == bool(k % 2)), 2, replace=False)
        draft.videos[other]["sha256"] = draft.videos[first]["sha256"]
    return case_of(draft, "data.duplicates", f"{count:g} files", True)


def equal_rows(seed: int, n: int, clustered: bool, count: float) -> Case:
    """Rows of scores that stand there twice."""
    draft = draft_of(seed, n, clustered)
    tables = draft.tables()
    tables["scores"] = pl.concat([tables["scores"], tables["scores"].head(int(count))])
    return case_of(draft, "data.duplicates", f"{count:g} rows of scores", True, tables)


def equal_names(seed: int, n: int, clustered: bool, count: float) -> Case:
    """A real and a fake video of one base name each, in different folders."""
    draft = draft_of(seed, n, clustered)
    reals, fakes = np.flatnonzero(~draft.fake), np.flatnonzero(draft.fake)
    for k in range(int(count)):
        for folder, i in (("original", reals[k]), ("swapped", fakes[k])):
            draft.videos[i]["video"] = f"{folder}/{k:03d}.mp4"
    return case_of(draft, "data.duplicates", f"{count:g} names", True)
