"""Columns that are numbered, such as ``frame_0`` to ``frame_7``: the scores of the frames of a video, side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from touchstone.vocabulary.sheets import Sheet, find_fields

from ..names import find_scores, names_detector
from ..options import Options
from .candidates import free_columns, number_columns, scores_are_named

_NUMBER = re.compile(r"(?<!\d)(\d{1,9})[\])]?\Z")
_SEPARATORS = " \t_.-[("
_OF_FRAMES = re.compile(r"(?:(?:p|prob|score|pred)s?[\s_\-]*)?(?:frame|frm|f|t|img|image|clip|segment|seg|window)", re.IGNORECASE)
_OF_SCORES = re.compile(r"(?:p|prob|score|pred|output)s?(?:[\s_\-]*fake)?", re.IGNORECASE)
_SUMMARIES = {"mean": np.nanmean, "median": np.nanmedian, "max": np.nanmax}
_FEWEST = 3
_CLOSE = 0.0011
_FOLLOWS = 0.99
_MOST = 0.5


def frames_of_columns(sheet: Sheet, options: Options) -> Sheet:
    """Turn numbered columns of scores into rows of frames, where their name says frames, or a column is their mean.

    Numbered columns of scores without either stay detectors, with a note.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if scores_are_named(options) or not sheet.frame.height or {"frame", "clip"} & set(fields):
        return sheet
    free = free_columns(sheet, options)
    numbers = number_columns(sheet, free) if _series(free) else {}
    for word, columns in _series(list(numbers)).items():
        if not _are_scores(numbers, columns):
            continue
        summary = _summary(numbers, columns)
        if find_scores(sheet, options, [*fields.values(), *columns, *summary]):
            continue  # numbered columns beside a score are something else
        if _OF_FRAMES.fullmatch(word) or summary:
            return _as_rows(sheet, columns, summary)
        note = f"columns {_listed(columns)} are read as detectors; if they are frames of a video, call them frame_0, frame_1 …"
        names = {c: f"p_{c}" for c in columns if not names_detector(c)}
        return replace(sheet.with_names(names), notes=(*sheet.notes, note))
    return sheet


def _series(columns: Sequence[str]) -> dict[str, list[str]]:
    """Columns that differ by a number, which counts from 0 or 1 without a gap, by the word before it."""
    groups: dict[str, dict[int, str]] = {}
    for column in columns:
        number = _NUMBER.search(column)
        if number is None:
            continue
        word = column[: number.start()].rstrip(_SEPARATORS)
        if _OF_FRAMES.fullmatch(word) or _OF_SCORES.fullmatch(word):
            groups.setdefault(word, {}).setdefault(int(number[1]), column)
    whole = {w: g for w, g in groups.items() if len(g) >= _FEWEST and min(g) in (0, 1) and max(g) - min(g) == len(g) - 1}
    return {word: [group[n] for n in sorted(group)] for word, group in whole.items()}


def _are_scores(numbers: Mapping[str, pl.Series], columns: Sequence[str]) -> bool:
    """Whether numbers are in [0, 1] and not all whole, and do not sum to 1 as classes do."""
    rows = np.stack([numbers[c].fill_null(np.nan).to_numpy() for c in columns])
    finite = rows[np.isfinite(rows)]
    if not finite.size or finite.min() < 0 or finite.max() > 1 or bool((finite == np.round(finite)).all()):
        return False
    return bool((np.abs(np.nansum(rows, axis=0) - 1) > _CLOSE).mean() > _MOST)


def _summary(numbers: Mapping[str, pl.Series], columns: Sequence[str]) -> list[str]:
    """Other columns that hold the mean, the median or the maximum of these."""
    rows = np.stack([numbers[c].fill_null(np.nan).to_numpy() for c in columns])
    rows = rows[:, np.isfinite(rows).any(axis=0)]
    expected = [summary(rows, axis=0) for summary in _SUMMARIES.values()]
    there = np.isfinite(np.stack([numbers[c].fill_null(np.nan).to_numpy() for c in columns])).any(axis=0)
    others = {c: v.fill_null(np.nan).to_numpy()[there] for c, v in numbers.items() if c not in columns}
    return [c for c, v in others.items() if any((np.abs(v - e) < _CLOSE).mean() >= _FOLLOWS for e in expected)]


def _as_rows(sheet: Sheet, columns: Sequence[str], summary: Sequence[str]) -> Sheet:
    """A row for each numbered column of each row."""
    count, height = len(columns), sheet.frame.height
    rows = pl.int_range(height, eager=True).repeat_by(count).explode()
    scores = sheet.frame.select(pl.concat_list([pl.col(c).cast(pl.String) for c in columns]).alias("score"))["score"].explode()
    frame = sheet.frame.drop(*columns, *summary)[rows]
    number = pl.Series("frame", np.tile(np.arange(count), height))
    frame = frame.drop("score", strict=False).with_columns(scores.alias("score"), number)
    places = sheet.positions if sheet.positions is not None else pl.int_range(height, eager=True)
    note = f"columns {_listed(columns)} are read as {count} frames of a video"
    note += f"; not used, because they sum them up: {', '.join(map(repr, summary))}" if summary else ""
    return replace(sheet, frame=frame, positions=places.gather(rows), notes=(*sheet.notes, note))


def _listed(columns: Sequence[str]) -> str:
    return f"{columns[0]!r} to {columns[-1]!r}"
