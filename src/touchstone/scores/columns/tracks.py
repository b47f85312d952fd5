"""Folders for each face of a video: the pictures in ``VIDEO/0`` are of VIDEO."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.sheets import share_of
from touchstone.vocabulary.words import FOLDERS, LABELS, names_data_set, spelled_plainly, split_of

_TRACK = r"(?i)^(.+)/(?:(?:face|head|person|track|crop|det)[_\-. ]?)?(\d{1,2})$"
_NAME = r"([^/]+)$"
_FEWEST = 6
"""Folders from which on what they hold may be their tracks."""

_MOST_TRACKS = 4
"""Tracks up to which videos may have several; persons with a number for each video have more."""

_ALONE = 0.5
"""Share of videos with one track alone from which on there may be more in the others."""


def without_tracks(folders: pl.Series, label: pl.Series | None) -> pl.Series:
    """The folder of each video, where those of the pictures are numbers of the faces in it; otherwise what was given.

    Numbers begin at 0 or 1, many folders have them, and where there are several all pictures of such a folder have one label.

    Args:
        folders: the folder of each picture, null where it has none.
        label: the label of each picture; ``None`` where the file has none.
    """
    pairs = folders.drop_nulls().unique()
    parts = pl.DataFrame({"video": pairs.str.extract(_TRACK, 1), "track": pairs.str.extract(_TRACK, 2).cast(pl.Int64)})
    if not parts.height or parts["video"].null_count() or not _count_from_the_start(parts):
        return folders
    videos = folders.str.extract(_TRACK, 1)
    if any(map(_names_a_class, parts["video"].unique().str.extract(_NAME).drop_nulls())):
        return folders
    several = parts["track"].n_unique() > 1
    return folders if several and label is not None and _has_two(videos, label) else videos


def _count_from_the_start(parts: pl.DataFrame) -> bool:
    """Whether there are few tracks in many videos, from 0 or 1 on."""
    videos, tracks = parts["video"].n_unique(), parts["track"].n_unique()
    if videos < _FEWEST or 2 * tracks > videos or parts["track"].min() not in (0, 1):
        return False
    alone = share_of(parts.group_by("video").len()["len"] == 1)
    return tracks <= _MOST_TRACKS or alone >= _ALONE


def _names_a_class(folder: str) -> bool:
    """Whether a folder is called like a label, a split or a data set, so it holds many videos."""
    word = spelled_plainly(folder)
    return word in FOLDERS or word in LABELS or split_of(word) is not None or names_data_set(word)


def _has_two(videos: pl.Series, label: pl.Series) -> bool:
    pairs = pl.DataFrame({"video": videos, "label": label}).drop_nulls().unique()
    return pairs["video"].is_duplicated().any()
