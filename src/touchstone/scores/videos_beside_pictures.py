"""Pictures in one column and the videos that they are of in another: `vid,image_name` and `folder,filename`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Labels, Sheet, find_fields, share_of, text, with_slashes
from touchstone.vocabulary.words import PICTURES, is_property, words_of_name

from .alike import alike_within_names
from .columns.folders_of_many import why_no_videos
from .columns.property_names import describes_videos
from .names import find_scores, names_detector, score_columns
from .options import Options

_VIDEOS = frozenset({
    "video", "videos", "vid", "clip", "sequence", "seq", "movie", "film", "footage", "recording", "utterance", "youtube",
})  # fmt: skip
"""Last words of names of columns that hold videos."""

_FOLDERS = frozenset({"folder", "subfolder", "dir", "subdir", "directory", "root", "parent", "dirname", "foldername"})
"""Last words of names of columns that hold folders, which may be those of a generator as well."""

_ENDS = frozenset({"id", "ids", "idx", "index", "num", "number", "no", "nr", "name", "file", "filename", "key", "uid", "path"})
"""Words behind them that change nothing."""

_NO_VIDEOS = frozenset({
    "generator", "model", "method", "batch", "seed", "prompt", "caption", "epoch", "step", "category", "class", "type", "kind",
    "fold", "split", "set", "subset", "dataset", "camera", "device", "tool", "editor", "site", "rater", "annotator",
})  # fmt: skip
"""Words of names of columns whose values have many pictures and are not videos."""

_MAY_NAME = ("clip", "group", "source")
"""Fields whose columns may name videos."""

_BEGINNING = r"(?i)^(.*?)[^/A-Za-z0-9]*(?:frame|frm|img|image|pic|face|f|t)?[^/A-Za-z0-9]*\d+[^/\d]*$"
"""What the name of a picture has before its number."""

_OTHER = 2
"""Rank of columns that are called neither like videos nor like folders."""

_NUMBER = r"(\d+)\D*$"
_FIRST = 100
_MOST = 0.95
_HALF = 0.5
_FEWEST = 8
_FEWEST_OF_VIDEOS = 4
_FEWEST_OF_LABEL = 2
_FEWEST_OF_ANY = 5
"""Names of a label from which on a column of any name may name videos: generators are few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictures:
    """A file whose videos seem to be pictures.

    Attributes:
        sheet: the file.
        fields: field → column; ``video`` is that of the pictures.
        keys: the names of the pictures.
        label: the label of each, as the file writes it, or the way in which it was forged; ``None`` where the file has neither.
    """

    sheet: Sheet
    fields: Mapping[str, str]
    keys: pl.Series
    label: pl.Series | None


def with_videos_of_pictures(sheet: Sheet, options: Options, labels: Sequence[Labels] = ()) -> Sheet:
    """Call the column ``video`` that says of which video each picture is, and number the pictures as its frames.

    Each of its values has several pictures and one label, and the names of the pictures do not tell more. Columns that are called
    like videos count first, then those called like folders, unless these are few or hold pictures that are not alike, then
    others whose pictures are alike.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labels: what files of labels say.
    """
    pictures = _pictures(sheet, options)
    if pictures is None:
        return sheet
    candidates = _candidates(pictures, options)
    column = next((c for c in candidates if _names_videos(pictures, c, options, labels)), None)
    if column is None:
        called = [c for c in candidates if _rank(c) < _OTHER and pictures.label is not None and not labels]
        return _with_doubt(pictures, called[0]) if called else sheet
    return _apart_by(pictures, column) if options.rows_are == "videos" else _framed_by(pictures, column)


def videos_of_one_label(sheet: Sheet, fields: Mapping[str, str], free: Sequence[str]) -> list[str]:
    """Those of some columns that hold names or whole numbers, each with several rows and one label.

    Args:
        sheet: the file.
        fields: field → column.
        free: the columns.
    """
    label = text(sheet, fields["label"]) if "label" in fields else None
    return [c for c in free if _comes_again(sheet.frame[c]) and (label is None or not _holds_both(sheet.frame[c], label))]


def _pictures(sheet: Sheet, options: Options) -> _Pictures | None:
    """The pictures that a file names; ``None`` where it names something else, or the user says what it names."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("video")
    if column is None or "video" in options.columns or sheet.frame[column].dtype != pl.String:
        return None
    if {"video", "frame"} & {*sheet.columns} - {column, fields.get("frame")}:
        return None
    keys = with_slashes(text(sheet, column))
    if not all(share_of(some.str.contains(PICTURES)) >= _MOST for some in (keys.head(_FIRST), keys)):
        return None
    of_label = fields.get("label", fields.get("method"))
    return _Pictures(sheet=sheet, fields=fields, keys=keys, label=None if of_label is None else text(sheet, of_label))


def _candidates(pictures: _Pictures, options: Options) -> list[str]:
    """Columns that may name the videos: those called so first, then those with most names."""
    sheet, fields = pictures.sheet, pictures.fields
    taken = {c for field, c in fields.items() if field not in _MAY_NAME} | {*options.columns.values(), *score_columns(sheet, [])}
    free = [c for c in sheet.columns if c not in taken and not is_property(c) and not names_detector(c)]
    stated = [fields.get(name) for name in _MAY_NAME]
    named = [c for c in free if options.rows_are == "frames" or _rank(c) < _OTHER or c in stated or not _says_something_else(c)]
    likely = [c for c in named if _comes_again(sheet.frame[c])]
    return sorted(likely, key=lambda c: (_rank(c), -sheet.frame[c].n_unique()))


def _rank(column: str) -> int:
    """0 for names of columns of videos, 1 for folders, 2 for others."""
    words = words_of_name(column)
    while words and (words[-1] in _ENDS or words[-1].isdigit()):
        words = words[:-1]
    last = words[-1] if words else ""
    return 0 if last in _VIDEOS else 1 if last in _FOLDERS else _OTHER


def _says_something_else(column: str) -> bool:
    return bool({*words_of_name(column)} & _NO_VIDEOS) or describes_videos(column)


def _comes_again(cells: pl.Series) -> bool:
    """Whether cells are words or whole numbers, none empty, with several rows each."""
    if cells.dtype == pl.Boolean or cells.dtype.is_nested() or cells.null_count():
        return False
    different = cells.unique()
    if not _FEWEST_OF_VIDEOS <= different.len() <= cells.len() / 2:
        return False
    numbers = different.cast(pl.Float64, strict=False).drop_nulls()
    return not numbers.len() or bool((numbers % 1 == 0).all())


def _names_videos(pictures: _Pictures, column: str, options: Options, labels: Sequence[Labels]) -> bool:
    """Whether the values of a column are the videos of the pictures."""
    cells = text(pictures.sheet, column)
    if labels or pictures.label is None:
        return _are_labelled(cells, labels) and _tells_most(pictures, cells)
    if _holds_both(cells, pictures.label) or not _tells_most(pictures, cells):
        return False
    of_label = pl.DataFrame({"video": cells, "label": pictures.label}).drop_nulls().unique()["label"].value_counts()["count"]
    fewest = int(of_label.min() or 0)  # pyright: ignore[reportArgumentType]
    if options.rows_are == "frames":
        return fewest > 0
    rank = _rank(column)
    if rank == 0:
        return fewest >= _FEWEST_OF_LABEL
    return cells.n_unique() >= _FEWEST and _are_alike(pictures, cells, options, of_any=rank == _OTHER, fewest=fewest)


def _are_alike(pictures: _Pictures, cells: pl.Series, options: Options, *, of_any: bool, fewest: int) -> bool:
    """Whether nothing says that the values of a column hold pictures of many videos, or, of any column, scores say that not."""
    taken = [*pictures.fields.values()]
    scores = [pictures.sheet.frame[c] for c in find_scores(pictures.sheet, options, taken).values()]
    if not of_any:
        return fewest >= _FEWEST_OF_LABEL and why_no_videos(cells, pictures.label, scores) is None
    if fewest < _FEWEST_OF_ANY:
        return False
    facts = pl.DataFrame({"video": cells, "label": pictures.label}).with_row_index("row")
    rows = facts.select("row", detector=pl.lit(""))
    parts = [rows.with_columns(s.cast(pl.Float64, strict=False).alias("p_fake")) for s in scores]
    return any(alike_within_names(facts, part) for part in parts)


def _are_labelled(cells: pl.Series, labels: Sequence[Labels]) -> bool:
    """Whether files of labels name most values of a column."""
    stems = [_stems(file.facts["video"]) for file in labels]
    return any(share_of(_stems(cells).is_in(names.implode())) > _HALF for names in stems)


def _stems(names: pl.Series) -> pl.Series:
    """Each of some names once, without folders and suffix."""
    return with_slashes(names).unique().str.extract(r"([^/]+?)(?:\.[A-Za-z0-9]{1,5})?/*$")


def _holds_both(cells: pl.Series, label: pl.Series) -> bool:
    """Whether a value of a column has two labels."""
    pairs = pl.DataFrame({"video": cells, "label": label}).drop_nulls().unique()
    return pairs["video"].is_duplicated().any()


def _tells_most(pictures: _Pictures, cells: pl.Series) -> bool:
    """Whether a column parts pictures as far as their names do: ``VIDEO/000.png`` beside a person tells more than this."""
    beginnings = pictures.keys.str.extract(_BEGINNING)
    several = 2 * beginnings.n_unique() <= cells.len()
    return not several or beginnings.n_unique() <= cells.n_unique()


def _framed_by(pictures: _Pictures, column: str) -> Sheet:
    """The file with a column of videos and one of frames."""
    sheet, named = pictures.sheet, pictures.fields["video"]
    count = sheet.frame[column].n_unique()
    called, of_pictures = (repr(sheet.in_file(c)) for c in (column, named))
    note = (
        f"column {of_pictures} names pictures, and column {called} has several of one label for each of {count:,} values: these "
        f"are read as videos, and the pictures as their frames (if each picture is a video, say {option('rows_are', 'videos')})"
    )
    frame = sheet.frame
    if "frame" not in pictures.fields:
        frame = frame.with_columns(_numbered(pictures.keys, text(sheet, column)).alias(named))
    names = {column: "video", **({} if "frame" in pictures.fields else {named: "frame"})}
    if "frame" in pictures.fields and named == "video":
        frame, names = frame.drop(named), {column: "video"}
    return replace(replace(sheet, frame=frame).with_names(names), notes=(*sheet.notes, note))


def _with_doubt(pictures: _Pictures, column: str) -> Sheet:
    """The file with a note on a column that is called like videos or folders, and is not read as such."""
    sheet = pictures.sheet
    both = pictures.label is not None and _holds_both(sheet.frame[column], pictures.label)
    why = "has both labels for a value" if both else "has few values, or pictures that are no more alike than others"
    note = (
        f"column {sheet.in_file(pictures.fields['video'])!r} names pictures, and column {sheet.in_file(column)!r} {why}, so each "
        f"picture counts as a video (if that column names the videos, say {option('columns', f'video={sheet.in_file(column)}')})"
    )
    return replace(sheet, notes=(*sheet.notes, note))


def _apart_by(pictures: _Pictures, column: str) -> Sheet:
    """The file whose pictures are videos, those of each value of a column a group, and named by it where names come again."""
    sheet, named = pictures.sheet, pictures.fields["video"]
    frame = sheet.frame
    if pictures.keys.is_duplicated().any():
        joined = pl.select(pl.concat_str(text(sheet, column), pictures.keys, separator="/"))
        frame = frame.with_columns(joined.to_series().alias(named))
    note = f"pictures of one value of column {sheet.in_file(column)!r} are a group, and each is a video"
    names = {} if "group" in {*pictures.fields, *sheet.columns} else {column: "group"}
    return replace(replace(sheet, frame=frame).with_names(names), notes=(*sheet.notes, note))


def _numbered(keys: pl.Series, videos: pl.Series) -> pl.Series:
    """The number in the name of each picture; where pictures of a video share it, their order by name."""
    pictures = pl.DataFrame({"video": videos, "key": keys, "number": keys.str.extract(_NUMBER).cast(pl.Int64, strict=False)})
    each = pictures.unique()
    if not pictures["number"].null_count() and not each.select("video", "number").is_duplicated().any():
        return pictures["number"]
    return pictures.select((pl.col("key").rank("dense").over("video") - 1).cast(pl.Int64)).to_series()
