"""Names of pictures of many videos in one folder: ``VIDEO_0001.png`` is frame 1 of VIDEO."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Labels, Sheet, find_fields, share_of, text
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, names_data_set, spelled_plainly, split_of

from .options import Options

_ENDING = r"\.(?:png|jpe?g|bmp|webp|tiff?)$"
_WORD = "(?:frame|frm|face|img|image|pic|f|t)?"
_PATTERNS = (
    rf"(?i)^(.*?[^/_\-. (])[_\-. (]+{_WORD}[_\-. #]*(\d+)s?\)?{_ENDING}",
    rf"(?i)^(.*?[^/_\-. ])[_\-. ]+{_WORD}[_\-. #]*(\d+)[_\-. ]+(?:face|crop|f)?[_\-. ]*\d{{1,2}}{_ENDING}",
    rf"(?i)^(.*[A-Za-z])(\d{{3,}}){_ENDING}",
)
"""A name, a separator and a number; the same with the number of a face behind; a name that ends in a number of many digits."""

_BASE = r"([^/]+?)(?:\.[A-Za-z0-9]{1,5})?$"
_MOST = 0.95
_SEVERAL = 0.5
_FEWEST_VIDEOS = 6
_FEWEST_OF_LABEL = 2
_BOTH_LABELS = 0.05


def frames_of_one_folder(sheet: Sheet, options: Options, labels: Sequence[Labels] = ()) -> Sheet:
    """Replace keys ``VIDEO_0001.png`` by the video and a column of frames, where numbered pictures share the name before it.

    Most such beginnings must have several pictures, none of them both labels, and none may be the name of a label, a split or a
    data set. Folders with one beginning each are left to the rule for a folder per video, and so are pictures that a file of
    labels names one by one.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labels: what files of labels say.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("video")
    if column is None or "video" in options.columns or options.rows_are == "videos" or {"frame", "clip"} & set(fields):
        return sheet
    if sheet.frame[column].dtype != pl.String:
        return sheet
    keys = text(sheet, column).str.replace_all("\\", "/", literal=True)
    label = text(sheet, fields["label"]) if "label" in fields else None
    pictures = next((p for pattern in _PATTERNS if (p := _pictures(keys, pattern, label)) is not None), None)
    if pictures is None or _named_singly(keys, labels):
        return sheet
    number = pictures["number"].cast(pl.Int64, strict=False).alias("frame")
    frame = sheet.frame.with_columns(pictures.select(pl.coalesce("video", "key")).to_series().alias(column), number)
    count = pictures["video"].drop_nulls().n_unique()
    note = (
        f"column {column!r} names numbered pictures of {count:,} videos, as {keys[0]} of {pictures['video'][0]}; they are read "
        f"as frames (if each picture is a video, say {option('columns', f'video={column}')})"
    )
    return replace(sheet, frame=frame, notes=(*sheet.notes, note))


def _pictures(keys: pl.Series, pattern: str, label: pl.Series | None) -> pl.DataFrame | None:
    """Columns ``key``, ``video`` and ``number``, if nearly all names have the form and are pictures of videos."""
    if share_of(keys.head(1000).str.contains(pattern)) < _MOST or share_of(keys.str.contains(pattern)) < _MOST:
        return None
    number = keys.str.extract(pattern, 2)
    pictures = pl.DataFrame({"key": keys, "video": keys.str.extract(pattern, 1), "number": number})
    return pictures if _are_videos(pictures, label, faces=pattern == _PATTERNS[1]) else None


def _are_videos(pictures: pl.DataFrame, label: pl.Series | None, *, faces: bool) -> bool:
    """Whether beginnings of names are videos: several in a folder, most with several pictures, each of one label."""
    some = pictures.with_columns(label=pl.lit(None, dtype=pl.String) if label is None else label).drop_nulls("video")
    folder = pl.col("video").str.extract("^(.*)/").fill_null("")
    videos = some.group_by("video").agg(
        n=pl.len(), different=pl.col("number").n_unique(), label=pl.col("label").drop_nulls().unique()
    )
    videos = videos.with_columns(folder=folder, labels=pl.col("label").list.len())
    if (
        videos.height < _FEWEST_VIDEOS
        or share_of(videos["n"] > 1) <= _SEVERAL
        or videos["folder"].n_unique() * 2 > videos.height
    ):
        return False
    if share_of(videos["labels"] > 1) > _BOTH_LABELS or (
        not faces and share_of(videos["n"] > videos["different"]) > _BOTH_LABELS
    ):
        return False
    of_label = videos.explode("label").drop_nulls("label")["label"].value_counts()["count"]
    few = of_label.len() > 0 and int(of_label.min() or 0) < _FEWEST_OF_LABEL  # pyright: ignore[reportArgumentType]
    parts = videos["video"].str.extract(_BASE).map_elements(_names_a_part, return_dtype=pl.Boolean)
    return not few and share_of(parts) <= _BOTH_LABELS


def _names_a_part(stem: str) -> bool:
    """Whether the beginning of a name is a label, a split or a data set alone."""
    word = spelled_plainly(stem)
    return (
        word in FOLDERS
        or (word in LABELS and word not in CODED)
        or word.isdigit()
        or split_of(word) is not None
        or names_data_set(word)
    )


def _named_singly(keys: pl.Series, labels: Sequence[Labels]) -> bool:
    """Whether files of labels name the pictures, and not the videos."""
    bases = keys.str.extract(_BASE).unique().implode()
    return any(share_of(sheet.facts["video"].str.extract(_BASE).is_in(bases)) > _SEVERAL for sheet in labels)
