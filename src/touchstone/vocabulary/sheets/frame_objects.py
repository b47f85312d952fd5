"""Records with an object for each frame, ``[{"frame": 0, "score": 0.1}, …]``, or one of all frames, ``{"0": 0.1, …}``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from touchstone.vocabulary.words import COLUMNS, spelled_plainly

from .bare_labels import class_said
from .lists import may_hold_scores
from .members import names_in
from .nested import are_classes, is_count_of_frames
from .records import is_number, of_list

Record = dict[str, Any]

_FEWEST = 2
_MOST_CLASSES = 8
_FRAME = re.compile(r"(?i)(?:frames?|frm|f|img|image|face|crop|picture|pic)?[_\- ]*\d+(\.(?:png|jpe?g|bmp|webp))?")
_TIME = re.compile(r"\d+\.\d+")


def records_of_frames(records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """A record for each object in the list of frames of a record, with the other members of it; and what was done.

    Only where one member holds objects with numbers of scores, and the records hold no score themselves.

    >>> records_of_frames([{"video": "a", "frames": [{"score": 0.1}, {"score": 0.2}]}])[0]
    [{'video': 'a', 'score': 0.1, 'frame': 0}, {'video': 'a', 'score': 0.2, 'frame': 1}]
    """
    names = [name for name in names_in(records) if _holds_frames(records, name)]
    if len(names) != 1 or any(_is_score(name, value) for record in records for name, value in record.items()):
        return list(records), []
    name = names[0]
    rows = [row for record in records for row in _rows(record, name)]
    return rows, [f"{name!r} holds objects in each record; they are read as the frames of their video"]


def _holds_frames(records: Sequence[Record], name: str) -> bool:
    first = next((r[name] for r in records if r.get(name)), None)
    if not _are_frames(name, first):  # the first value decides for most members
        return False
    lists = [r[name] for r in records if r.get(name)]
    return all(_are_frames(name, items) for items in lists) and max(map(len, lists)) >= _FEWEST


def _are_frames(name: str, value: object) -> bool:
    """Whether a value is a list of objects of which the first holds a score, and none is a class with its name and its score."""
    items = cast(list[Any], value) if isinstance(value, list) else []
    if not items or not all(isinstance(item, dict) for item in items):
        return False
    if not is_count_of_frames(name) and any("label" in item for item in items):
        return False
    return any(_is_score(n, v) or _are_classes_by_name(v) for n, v in items[0].items())


def _are_classes_by_name(value: object) -> bool:
    """Whether a value is an object of numbers by class, one of which says real or fake."""
    numbers = cast(Record, value) if isinstance(value, dict) else {}
    return len(numbers) > 1 and all(map(is_number, numbers.values())) and any(map(class_said, numbers))


def _is_score(name: str, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and may_hold_scores(name)


def _rows(record: Record, name: str) -> list[Record]:
    rest = {n: value for n, value in record.items() if n != name}
    frames = cast(list[Mapping[str, Any]], record.get(name) or [{}])
    counted = any(spelled_plainly(n) in (*COLUMNS["frame"], *COLUMNS["clip"]) for n in frames[0])
    return [{**rest, **frame} | ({} if counted else {"frame": at}) for at, frame in enumerate(frames)]


def names_a_frame(key: str) -> bool:
    """Whether a key is the number of a frame, or the name of its picture.

    >>> names_a_frame("10"), names_a_frame("frame_0001.png"), names_a_frame("xception")
    (True, True, False)
    """
    return _FRAME.fullmatch(key) is not None


def lists_of_numbered_frames(records: Sequence[Record]) -> list[Record]:
    """Records in which ``"scores": {"0": 0.1, "10": 0.2}`` became two lists: scores, and numbers of frames.

    Only where one member holds such objects. Keys 0, 1 … are those of classes where the numbers sum to 1 in each record.

    >>> lists_of_numbered_frames([{"video": "a", "scores": {"0": 0.1, "10": 0.2}}])
    [{'video': 'a', 'scores': [0.1, 0.2], 'frames': [0, 10]}]
    """
    names = [name for name in names_in(records) if _holds_numbered(records, name)]
    if len(names) != 1:
        return list(records)
    return [_with_lists(record, names[0]) for record in records]


def _holds_numbered(records: Sequence[Record], name: str) -> bool:
    if not (may_hold_scores(name) or is_count_of_frames(name)):
        return False
    held = [record[name] for record in records if record.get(name) is not None]
    if not held or not all(isinstance(numbers, dict) and _are_numbered(cast(Record, numbers)) for numbers in held):
        return False
    return not _are_of_classes(name, cast(list[Record], held))


def _are_numbered(numbers: Record) -> bool:
    keys = (names_a_frame(str(key)) or _TIME.fullmatch(str(key)) for key in numbers)
    return bool(numbers) and all(keys) and all(value is None or _is_answer(value) for value in numbers.values())


def _is_answer(value: object) -> bool:
    return is_number(value) or (isinstance(value, list) and isinstance(of_list(cast(list[Any], value)), list))


def _are_of_classes(name: str, held: Sequence[Record]) -> bool:
    """Whether the keys are 0, 1 … in each record, and what they hold is one number for each class."""
    keys = [*held[0]]
    same = all([*numbers] == keys for numbers in held)
    if not same or sorted(keys) != sorted(map(str, range(len(keys)))) or not all(is_number(x) for n in held for x in n.values()):
        return False
    rows = np.array([[*numbers.values()] for numbers in held], dtype=np.float64)
    if len(keys) <= _MOST_CLASSES and ("logit" in name.lower() or bool(((rows < 0) | (rows > 1)).any())):
        return True
    return are_classes(rows)


def _with_lists(record: Record, name: str) -> Record:
    held: Record = record.get(name) or {}
    frames = [_number_of(str(key)) for key in held]
    return {n: v for n, v in record.items() if n != name} | {
        name if may_hold_scores(name) else "scores": [*held.values()], "frames": frames,
    }  # fmt: skip


def _number_of(key: str) -> int | float | str:
    return int(key) if key.isdecimal() else float(key) if _TIME.fullmatch(key) else key
