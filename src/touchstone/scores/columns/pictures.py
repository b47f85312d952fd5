"""Names of pictures inside a folder per video: ``VIDEO/000.png`` is frame 0 of VIDEO."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields, share_of, text, with_slashes
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS

from ..names import find_scores
from ..options import Options
from .folders_of_many import why_no_videos
from .tracks import without_tracks

_ENDINGS = r"\.(?:png|jpe?g|bmp|webp|tiff?)$"
_PATTERNS = (
    rf"(?i)^(.+)/[^/]*?(\d+)(?:[^/\d]+\d*)?{_ENDINGS}",
    rf"(?i)^(.*?[^/_\-. ])[_\-. ]+(?:frame|frm|face|img|image)[_\-. ]*(\d+)(?:[^/\d]+\d*)?{_ENDINGS}",
)
"""A folder, and a name with a number; or a name, the word frame, and a number."""

_CLASSES = [word for word in (*FOLDERS, *LABELS) if word not in CODED]
_MOST_OF = 0.95
_FEW = 100
_SEVERAL = 2
_BOTH_LABELS = 0.05


def frames_of_pictures(sheet: Sheet, options: Options) -> Sheet:
    """Replace keys ``VIDEO/000.png`` by the video and a column of frames, where most videos have several numbered pictures.

    Folders that name a label, such as ``real/``, hold pictures of many videos, and so do folders that hold both labels, and those
    of a data set or a generator: few, or with scores that are no more alike than others. Nothing is changed there.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("video")
    if column is None or "video" in options.columns or options.rows_are == "videos" or "frame" in fields:
        return sheet
    if sheet.frame[column].dtype != pl.String:
        return sheet
    keys = with_slashes(sheet.frame[column].str.strip_chars())
    for pattern in _PATTERNS[::-1]:
        if not _mostly(keys, pattern):
            continue
        videos = without_tracks(keys.str.extract(pattern, 1), text(sheet, fields["label"]) if "label" in fields else None)
        if _several_each(videos):
            return _framed(sheet, column, keys, videos, pattern=pattern, label=fields.get("label"), options=options)
    return sheet


def videos_of_pictures(keys: pl.Series) -> Iterator[pl.Series]:
    """The videos of names of pictures, in each way in which most of them can be read."""
    return (keys.str.extract(pattern, 1) for pattern in _PATTERNS[::-1] if _mostly(keys, pattern))


def _mostly(keys: pl.Series, pattern: str) -> bool:
    """Whether most keys fit; a few are looked at first."""
    return all(share_of(some.str.contains(pattern)) >= _MOST_OF for some in (keys.head(_FEW), keys))


def _several_each(videos: pl.Series) -> bool:
    """Whether most videos have several pictures, and none is called by a label; 0 and 1 among other numbers are not labels."""
    counts = videos.drop_nulls().value_counts()
    if not counts.height or float(counts["count"].median() or 0) < _SEVERAL:  # pyright: ignore[reportArgumentType]
        return False
    last = counts[videos.name].str.extract(r"([^/]+)$").str.to_lowercase()
    return not last.is_in([*CODED]).all() and not last.is_in(_CLASSES).any()


def _framed(
    sheet: Sheet, column: str, keys: pl.Series, videos: pl.Series, *, pattern: str, label: str | None, options: Options
) -> Sheet:
    count = videos.drop_nulls().n_unique()
    called = sheet.in_file(column)
    as_videos = option("columns", f"video={called}")
    if label is not None and _hold_both(videos, sheet.frame[label]):
        note = (
            f"column {called!r} names pictures in folders that hold both labels, so each picture counts as a video; if they are "
            f"frames of videos, name the video in a column and say {option('columns', 'video=COLUMN')}"
        )
        return replace(sheet, notes=(*sheet.notes, note))
    if (why := _no_videos(sheet, videos, label, column, options)) is not None:
        note = (
            f"column {called!r} names pictures in {count:,} folders, as {keys[0]}; {why}, so each picture counts as a video (if "
            f"each folder is a video, say {option('rows_are', 'frames')})"
        )
        return replace(sheet, notes=(*sheet.notes, note))
    frames = keys.str.extract(pattern, 2).cast(pl.Int64, strict=False).alias("frame")
    frame = sheet.frame.with_columns(pl.select(pl.coalesce(videos, keys)).to_series().alias(column), frames)
    note = (
        f"column {called!r} names pictures of {count:,} videos, as in {keys[0]}; they are read as frames (if each picture is a "
        f"video, say {as_videos})"
    )
    return replace(sheet, frame=frame, notes=(*sheet.notes, note))


def _no_videos(sheet: Sheet, videos: pl.Series, label: str | None, column: str, options: Options) -> str | None:
    """Why folders are not videos, by their number and their scores; ``None`` where the user says that they are."""
    if options.rows_are == "frames":
        return None
    scores = find_scores(sheet, options, [column, *([] if label is None else [label])])
    rows = _of_one_detector(sheet, options)
    labels = None if label is None else sheet.frame[label].filter(rows)
    return why_no_videos(videos.filter(rows), labels, [sheet.frame[c].filter(rows) for c in scores.values()])


def _of_one_detector(sheet: Sheet, options: Options) -> pl.Series:
    """Whether each row is of the first detector: scores of several are on scales of their own."""
    column = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns}).get("detector")
    if column is None:
        return pl.Series([True]).new_from_index(0, sheet.frame.height)
    return sheet.frame[column].eq_missing(sheet.frame[column][0])


def _hold_both(videos: pl.Series, labels: pl.Series) -> bool:
    """Whether the pictures of some videos have several labels."""
    pairs = pl.DataFrame({"video": videos, "label": labels}).drop_nulls().unique()
    several = pairs.group_by("video").len()["len"] > 1
    return share_of(several) > _BOTH_LABELS
