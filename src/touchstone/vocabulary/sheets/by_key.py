"""Documents whose keys name videos, models or folds, with what lies below them: classes, frames or records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import (
    COLUMNS,
    LABELS,
    MEASURED,
    common_property,
    names_a_row,
    names_a_score,
    spelled_plainly,
)

from .class_objects import numbers_by_class
from .frame_objects import names_a_frame
from .records import Record, columns_of, is_number, is_record_of_video, names_column

LISTS = ("results", "predictions", "videos", "scores", "data", "items", "records", "samples")
"""Keys under which documents keep their list of records."""

_TWO = 2
_MOST = 64
_FEWEST = 8
_VIDEO = re.compile(r"(?i)\.(?:mp4|avi|mov|mkv|webm|flv|wav|flac)$")
_FOLD = re.compile(r"(?:cv|k|fold|kfold|split|part|rank|shard|chunk|batch)_?\d+")


def classes_by_video(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``{video: [{"label": "Fake", "score": 0.9}, {"label": "Real", "score": 0.1}]}``, as pipelines answer."""
    numbers = numbers_by_class([*content.values()])
    return None if numbers is None else [{"video": v, "scores": of} for v, of in zip(content, numbers, strict=True)]


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
    return bool(frames) and all(is_number(v) and names_a_frame(str(name)) for name, v in frames.items())


def is_fold(name: str) -> bool:
    """Whether a key is the number of a part of a table, such as ``fold_1``."""
    return _FOLD.fullmatch(spelled_plainly(name)) is not None


def answers_by_video(content: Mapping[str, Mapping[str, Any]]) -> tuple[list[Record], str] | None:
    """Records of ``{video: {"xception": 0.1, "meso": 0.2}}``, a column for each detector, and what is said of it.

    Each object has the same keys, none of which is the name of a column, a property, a score or a class, and numbers from 0 to 1.
    """
    keys = [*next(iter(content.values()))] if content else list[str]()
    if len(content) < _FEWEST or not 1 < len(keys) <= _MOST or any(map(_says_what_it_holds, keys)):
        return None
    if not all(list(answers) == keys and all(map(_is_share, answers.values())) for answers in content.values()):
        return None
    listed = names_of([quoted(key) for key in keys], 6)
    way = option("columns", f"p_fake=p_{keys[0]}")
    said = f"below each video are numbers from 0 to 1 under {listed}, which are read as detectors ({way} reads one of them alone)"
    return [{"video": video} | {f"p_{key}": p for key, p in answers.items()} for video, answers in content.items()], said


def _says_what_it_holds(key: str) -> bool:
    name = spelled_plainly(key)
    listed = names_column(key) or common_property(key) is not None or names_a_score(key) or names_a_row(key)
    return listed or name in LABELS or name in MEASURED or name.isdigit() or names_a_frame(key)


def _is_share(value: object) -> bool:
    return is_number(value) and 0 <= cast(float, value) <= 1


def rows_of_batches(batches: Sequence[Any]) -> list[Record] | None:
    """Records of ``[{"video": […], "score": […]}, …]``, as loops over batches or folds leave them: lists of equal length.

    Single values beside them, such as the number of a fold, are those of each row. ``None`` where an object is of one video, or
    where no list holds names of videos or labels.
    """
    rows: list[Record] = []
    for batch in batches:
        of_batch = _rows_of_batch(cast(Record, batch)) if isinstance(batch, dict) else None
        if of_batch is None:
            return None
        rows += of_batch
    same = {tuple(row) for row in rows}
    return rows if len(same) == 1 else None


def _rows_of_batch(batch: Record) -> list[Record] | None:
    lists = {name: cast(list[Any], value) for name, value in batch.items() if isinstance(value, list)}
    beside = {name: value for name, value in batch.items() if name not in lists}
    if is_record_of_video(beside) or any(isinstance(value, dict) for value in beside.values()) or len(lists) < _TWO:
        return None
    of_batch = columns_of(lists)
    if not of_batch or not (is_record_of_video(of_batch[0]) or _names_label(of_batch[0])):
        return None
    return [{**beside, **row} for row in of_batch] if beside else of_batch


def _names_label(row: Record) -> bool:
    """Whether a row has a single value under a name of labels."""
    return any(spelled_plainly(name) in COLUMNS["label"] and not isinstance(of, list | dict) for name, of in row.items())


def lists_by_model(rows: Sequence[Any]) -> tuple[list[Record], str] | None:
    """Records of ``[{"model": "x", "predictions": [records]}, …]``, or ``{video: score}`` in place of the records.

    ``None`` where an object has no name, no rows, or is that of a video; or where two have one name.
    """
    tables: dict[str, list[Record]] = {}
    others: list[str] = []
    for row in rows:
        object_of = cast(Record, row) if isinstance(row, dict) else {}
        named = next((key for key in object_of if spelled_plainly(key) in COLUMNS["detector"]), "")
        name, held = object_of.get(named), {key: of for key in LISTS if (of := _rows_of(object_of.get(key))) is not None}
        if not isinstance(name, str) or len(held) != 1 or name in tables or is_record_of_video(object_of):
            return None
        others += [key for key in object_of if key != named and key not in held]
        tables[name] = next(iter(held.values()))
    if len(tables) < _TWO:
        return None
    listed = names_of([quoted(name) for name in tables], 6)
    said = f"a list of rows for each of {listed}, which are read as the column 'detector'"
    said += f"; {names_of(dict.fromkeys(others), 6)} not used" if others else ""
    return [{"detector": name, **record} for name, records in tables.items() for record in records], said


def _rows_of(value: object) -> list[Record] | None:
    """A list of records of videos, or an object of numbers by video, as records."""
    if _are_records(value):
        return cast(list[Record], value)
    numbers = cast(Record, value) if isinstance(value, dict) else {}
    if len(numbers) < _FEWEST or not all(map(is_number, numbers.values())):
        return None
    return [{"video": video, "score": score} for video, score in numbers.items()]


def _are_records(value: object) -> bool:
    rows = cast(list[Any], value) if isinstance(value, list) else []
    return bool(rows) and all(isinstance(row, dict) and is_record_of_video(cast(Record, row)) for row in rows)
