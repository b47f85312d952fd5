"""Documents whose keys name videos, models or folds, with what lies below them: classes, frames or records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import spelled_plainly

from .records import Record, is_number, is_record_of_video, keys_of_class, names_column

_MOST = 64
_FEWEST = 8
_FRAME = re.compile(r"(?i)(?:frames?|frm|f|img|image|face|crop|picture|pic)?[_\- ]*\d+(\.(?:png|jpe?g|bmp|webp))?")
_VIDEO = re.compile(r"(?i)\.(?:mp4|avi|mov|mkv|webm|flv|wav|flac)$")
_FOLD = re.compile(r"(?:cv|k|fold|kfold|split|part|rank|shard|chunk|batch)_?\d+")


def classes_by_video(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``{video: [{"label": "Fake", "score": 0.9}, {"label": "Real", "score": 0.1}]}``, as pipelines answer."""
    rows: list[Record] = []
    columns: dict[str, str] = {}
    for video, value in content.items():
        row = _row_of_classes(video, cast(list[Any], value), columns) if isinstance(value, list) else None
        if row is None:
            return None
        rows.append(row)
    return rows or None


def _row_of_classes(video: str, entries: list[Any], columns: dict[str, str]) -> Record | None:
    """The scores of a video's classes, each once; ``columns`` keeps the name of the column of each class."""
    keys = keys_of_class(entries[0]) if len(entries) > 1 else None
    if keys is None:
        return None
    word, number = keys
    row: Record = {"video": video}
    for entry in entries:
        if not isinstance(entry, dict):
            return None
        members = cast(Record, entry)
        name, score = members.get(word), members.get(number)
        if not isinstance(name, str) or not is_number(score):
            return None
        row[columns.get(name) or columns.setdefault(name, f"scores.{name}")] = score
    return row if len(row) == len(entries) + 1 else None


def frames_by_video(content: Mapping[str, Mapping[str, Any]]) -> list[Record] | None:
    """Records of ``{video: {"frame_0001.png": score}}``, or with numbers of frames as keys.

    ``None`` where the outer keys are columns, or may be detectors: few, with many pictures each.
    """
    names = [str(name) for name in content]
    if not all(_are_frames(frames) for frames in content.values()) or any(names_column(name) for name in names):
        return None
    most = max(len(frames) for frames in content.values())
    if not all(map(_VIDEO.search, names)) and not (len(names) >= _FEWEST and len(names) >= most):
        return None
    return [{"video": v, "frame": f, "score": score} for v, frames in content.items() for f, score in frames.items()]


def _are_frames(frames: Mapping[str, Any]) -> bool:
    return bool(frames) and all(is_number(v) and _FRAME.fullmatch(str(name)) for name, v in frames.items())


def lists_by_key(content: Mapping[str, Any]) -> tuple[list[Record], str] | None:
    """Records of ``{model: [records]}`` or ``{fold: [records]}``, and what the keys are.

    Lists that share videos are of several detectors; lists that share none are parts of one table where the keys are numbered
    words for parts, and data sets otherwise.
    """
    if not 1 < len(content) <= _MOST or not all(map(_are_records, content.values())):
        return None
    lists: list[list[Record]] = list(content.values())
    videos = [video for rows in lists for video in {_video(row) for row in rows}]
    listed = names_of([quoted(name) for name in content], 6)
    if len(set(videos)) < len(videos):
        what, said = "detector", f"its keys {listed}, which share videos, are read as the column 'detector'"
    elif all(_FOLD.fullmatch(spelled_plainly(name)) for name in content):
        return [row for rows in lists for row in rows], f"its keys {listed}, which share no video, are parts of one table"
    else:
        what, said = "dataset", f"its keys {listed}, which share no video, are read as the column 'dataset'"
    return [{what: name, **row} for name, rows in zip(content, lists, strict=True) for row in rows], said


def _are_records(value: object) -> bool:
    rows = cast(list[Any], value) if isinstance(value, list) else []
    return bool(rows) and all(isinstance(row, dict) and is_record_of_video(cast(Record, row)) for row in rows)


def _video(record: Record) -> str:
    return str(next((value for name, value in record.items() if is_record_of_video({name: value})), ""))
