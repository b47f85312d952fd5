"""Which column of lines without header names the videos, and which say how a fake was made, its data set or the detector."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from touchstone.vocabulary.sheets import Sheet, share_of
from touchstone.vocabulary.words import MEDIA, names_a_detector, names_data_set, split_of

from ..columns import REALS
from ..options import Options

_MOSTLY = 0.5
_MOST_VALUES = 64
_ROWS_EACH = 4
"""Rows for each value of a column that says a kind of videos, on average."""

_FEWEST = 8
_FIRST = 256
_OF_FRAME = r"(?i)^(?:[a-z]+[_\-. ]?)?\d+\.(?:png|jpe?g|bmp|webp|tiff?)$"
"""The name of a picture that is a number, with or without a word before it."""

_DATE = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$|^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$"


def named_videos(sheet: Sheet, columns: Sequence[str], label: pl.Series | None, options: Options) -> dict[str, str]:
    """Column → ``video``, ``detector``, ``dataset`` or ``method``.

    The names of videos are words that end as files do, else those that differ most. Words for detectors, data sets, splits or
    ways to forge that come again and again name no videos where another column may; then numbers may name them as well.

    Args:
        sheet: the file.
        columns: those that are neither labels nor scores.
        label: the labels, if there are any.
        options: fields that the user names are not named again.
    """
    frame = sheet.frame
    kinds = {c: kind for c in columns if (kind := _kind(frame[c], label))}
    video = None if "video" in options.columns else _of_videos(frame, [c for c in columns if c not in kinds], label)
    named = {} if video is None else {video: "video"}
    if video is None and "video" not in options.columns:
        return {next(iter(kinds)): "video"} if kinds else {}
    for column, kind in kinds.items():
        if kind in ("detector", "dataset", "method") and kind not in (*named.values(), *options.columns):
            named[column] = kind
    return named


def _of_videos(frame: pl.DataFrame, columns: Sequence[str], label: pl.Series | None) -> str | None:
    """The column that names the videos; ``None`` where none may."""
    names = [c for c in columns if _may_name(frame[c])]
    numbers = [c for c in names if _are_numbers(frame[c])]
    telling = [c for c in numbers if frame[c].n_unique() == frame.height]
    words = [c for c in names if c not in numbers]
    words = [c for c in words if not frame[c].head(_FIRST).str.contains(_DATE).all()] or words
    words = [c for c in words if not _is_of_frames(frame, c, words)] or words
    one_label = [c for c in words if label is None or _has_label_each(frame[c], label)]
    likely = one_label or telling or words
    return max(likely, key=lambda c: (_are_files(frame[c]), frame[c].n_unique()), default=None)


def _kind(cells: pl.Series, label: pl.Series | None) -> str:
    """What few words that come again and again say: ``detector``, ``dataset``, ``method`` or ``split``; empty where nothing."""
    if cells.dtype != pl.String or cells.len() < _FEWEST or (cells.head(_FIRST).n_unique() > _MOST_VALUES):
        return ""
    values = [value for value in cells.unique(maintain_order=True).to_list() if value is not None]
    if not values or len(values) > _MOST_VALUES or len(values) * _ROWS_EACH > cells.len() or _are_files(cells):
        return ""
    if all(split_of(value) is not None for value in values):
        return "split"
    if all(map(names_a_detector, values)):
        return "detector" if len(values) == 1 else "detectors"
    if sum(map(names_data_set, values)) > _MOSTLY * len(values):
        return "dataset"
    words = {value.strip().lower() for value in values}
    if words & REALS and words - REALS:
        return "method"
    return "method" if label is not None and _is_of_fakes(cells, label) else ""


def _is_of_fakes(cells: pl.Series, label: pl.Series) -> bool:
    """Whether the videos of one label have one word, or none, and those of the other several words that are not among them."""
    pairs = pl.DataFrame({"word": cells, "label": label}).drop_nulls("label").unique()
    counts = sorted(pairs.group_by("label").len()["len"].to_list())
    return len(counts) == 2 and counts[0] == 1 and counts[1] > 1 and not pairs["word"].is_duplicated().any()


def _may_name(cells: pl.Series) -> bool:
    """Whether cells could be names: words or whole numbers, not all the same, most of them filled."""
    if cells.dtype.is_nested() or cells.dtype == pl.Boolean or cells.dtype.is_float():
        return False
    if cells.null_count() > _MOSTLY * cells.len():
        return False
    return cells.len() == 1 or cells.n_unique() > 1


def _are_numbers(cells: pl.Series) -> bool:
    """Whether most cells are numbers."""
    return share_of(cells.head(_FIRST).cast(pl.Float64, strict=False).is_not_null()) > _MOSTLY


def _are_files(cells: pl.Series) -> bool:
    """Whether most of the first cells end as files of pictures or sound do."""
    return cells.dtype == pl.String and share_of(cells.head(_FIRST).drop_nulls().str.contains(MEDIA)) > _MOSTLY


def _is_of_frames(frame: pl.DataFrame, column: str, words: Sequence[str]) -> bool:
    """Whether cells are names of numbered pictures of which each is once for each of several names in another column."""
    if not frame[column].head(_FIRST).str.contains(_OF_FRAME).all():
        return False
    others = [c for c in words if c != column and frame[c].n_unique() >= _FEWEST]
    return any(not frame.select(c, column).is_duplicated().any() for c in others)


def _has_label_each(cells: pl.Series, label: pl.Series) -> bool:
    pairs = pl.DataFrame({"name": cells, "label": label}).drop_nulls().unique()
    return not pairs["name"].is_duplicated().any()
