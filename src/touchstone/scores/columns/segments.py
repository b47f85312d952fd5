"""Names of clips and of pieces of sound inside a folder per video: ``VIDEO/clip_0.mp4`` is a part of VIDEO."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields, share_of, text, with_slashes
from touchstone.vocabulary.words import MOVING, SOUND, names_data_set, spelled_plainly, split_of

from ..names import CLASS_WORDS, find_scores
from ..options import Options
from ..sound import said_of_sound
from .candidates import scores_are_named
from .folders_of_many import why_no_videos

_PART = "(?:clip|seg|segment|chunk|window|win|shot|scene|part|slice|piece|split)"
_SEGMENT = rf"(?i)^(.+)/{_PART}[_\-. #]*(\d+)(?:[_\-. ]+\d+)*{MOVING}"
_NUMBERED = rf"(?i)^(.+)/[^/]*?(\d+)[^/\d]*{MOVING}"
"""A folder and the number of a part; a folder and any number, which the user must call frames."""

_PERSON = (
    r"(?i)^(?:person|subject|subj|sub|actor|speaker|spk|participant|client|user|identity|id|session|scene|take|[sp])[_ -]?\d+$"
)
"""A folder of a person, whose clips are videos."""

_NAME = r"([^/]+)$"
_FIRST = 100
_MOST = 0.95
_HALF = 0.5
_SEVERAL = 2
_FEWEST = 6


def parts_of_folders(sheet: Sheet, options: Options) -> Sheet:
    """Replace keys ``VIDEO/clip_0.mp4`` by the video and a column of clips, where each folder has several of one label.

    Folders that are called like persons, labels, splits or data sets hold videos; nothing is changed there.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("video")
    if column is None or "video" in options.columns or options.rows_are == "videos" or {"frame", "clip"} & {*fields}:
        return sheet
    if sheet.frame[column].dtype != pl.String or ("label" not in fields and options.rows_are is None):
        return sheet
    keys = with_slashes(text(sheet, column))
    label = text(sheet, fields["label"]) if "label" in fields else None
    for pattern in (_SEGMENT, _NUMBERED) if options.rows_are else (_SEGMENT,):
        if not all(share_of(some.str.contains(pattern)) >= _MOST for some in (keys.head(_FIRST), keys)):
            continue
        videos = keys.str.extract(pattern, 1)
        if _are_videos(videos, label, said=options.rows_are is not None):
            if (why := _why_of_many(sheet, videos, column, label, options)) is not None:
                return _with_doubt(sheet, column, keys, why)
            clips = _with_clips(sheet, column, keys, videos, keys.str.extract(pattern, 2).cast(pl.Int64, strict=False))
            said = _of_sound(clips, options) if keys.str.contains(SOUND).all() else []
            return replace(clips, notes=(*clips.notes, *said))
    return sheet


def _are_videos(folders: pl.Series, label: pl.Series | None, *, said: bool) -> bool:
    """Whether folders have several parts and one label each, and are called like videos."""
    counts = folders.drop_nulls().value_counts()
    if not counts.height or float(counts["count"].median() or 0) < _SEVERAL:  # pyright: ignore[reportArgumentType]
        return False
    if label is not None and _have_both(folders, label):
        return False
    names = counts[folders.name].str.extract(_NAME)
    if said:
        return True
    persons = share_of(names.str.contains(_PERSON)) > _HALF
    return counts.height >= _FEWEST and not persons and not any(map(_says_many, names.unique().drop_nulls()))


def _have_both(folders: pl.Series, label: pl.Series) -> bool:
    pairs = pl.DataFrame({"video": folders, "label": label}).drop_nulls().unique()
    return pairs["video"].is_duplicated().any()


def _says_many(name: str) -> bool:
    """Whether a folder is called like a label, a split or a data set."""
    word = spelled_plainly(name)
    return word in CLASS_WORDS or split_of(word) is not None or names_data_set(word)


def _why_of_many(sheet: Sheet, folders: pl.Series, column: str, label: pl.Series | None, options: Options) -> str | None:
    """Why folders hold many videos: they are few, or their parts no more alike than others; ``None`` where rows are frames."""
    if options.rows_are is not None:
        return None
    scores = [sheet.frame[c] for c in find_scores(sheet, options, [column]).values()]
    return why_no_videos(folders, label, scores)


def _with_doubt(sheet: Sheet, column: str, keys: pl.Series, why: str) -> Sheet:
    note = (
        f"column {sheet.in_file(column)!r} names numbered parts in folders, as {keys[0]}; {why}, so each part counts as a video "
        f"(if each folder is a video, say {option('rows_are', 'frames')})"
    )
    return replace(sheet, notes=(*sheet.notes, note))


def _of_sound(sheet: Sheet, options: Options) -> list[str]:
    """What is said of scores of sound, unless the user says which end is fake, or there is no header."""
    if options.fake_is is not None or scores_are_named(options) or not sheet.header:
        return []
    fields = find_fields(sheet, options.columns)
    return said_of_sound(find_scores(sheet, options, [*fields.values()]).values())


def _with_clips(sheet: Sheet, column: str, keys: pl.Series, videos: pl.Series, numbers: pl.Series) -> Sheet:
    count = videos.drop_nulls().n_unique()
    called = sheet.in_file(column)
    frame = sheet.frame.with_columns(pl.select(pl.coalesce(videos, keys)).to_series().alias(column), numbers.alias("clip"))
    note = (
        f"column {called!r} names numbered parts of {count:,} videos, as {keys[0]} of {videos[0]}; they are read as clips of "
        f"these (if each part is a video, say {option('columns', f'video={called}')})"
    )
    return replace(sheet, frame=frame, notes=(*sheet.notes, note))
