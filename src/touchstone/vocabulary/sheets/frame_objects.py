"""Records with a list of objects, one for each frame: ``{"video": …, "frames": [{"frame": 0, "score": 0.1}, …]}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from touchstone.vocabulary.words import COLUMNS, spelled_plainly

from .lists import may_hold_scores
from .nested import is_count_of_frames

Record = dict[str, Any]

_FEWEST = 2


def records_of_frames(records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """A record for each object in the list of frames of a record, with the other members of it; and what was done.

    Only where one member holds objects with numbers of scores, and the records hold no score themselves.

    >>> records_of_frames([{"video": "a", "frames": [{"score": 0.1}, {"score": 0.2}]}])[0]
    [{'video': 'a', 'score': 0.1, 'frame': 0}, {'video': 'a', 'score': 0.2, 'frame': 1}]
    """
    names = [name for name in dict.fromkeys(n for r in records for n in r) if _holds_frames(records, name)]
    if len(names) != 1 or any(_is_score(name, value) for record in records for name, value in record.items()):
        return list(records), []
    name = names[0]
    rows = [row for record in records for row in _rows(record, name)]
    return rows, [f"{name!r} holds objects in each record; they are read as the frames of their video"]


def _holds_frames(records: Sequence[Record], name: str) -> bool:
    lists = [r[name] for r in records if r.get(name)]
    if not all(isinstance(items, list) for items in lists):
        return False
    if not lists or not all(isinstance(item, dict) for items in lists for item in cast(list[Any], items)):
        return False
    if not is_count_of_frames(name) and any("label" in cast(Record, item) for items in lists for item in items):
        return False  # each object is a class, with its name and its score
    several = max(len(items) for items in lists) >= _FEWEST
    return several and all(any(_is_score(n, v) for n, v in cast(Record, items[0]).items()) for items in lists)


def _is_score(name: str, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and may_hold_scores(name)


def _rows(record: Record, name: str) -> list[Record]:
    rest = {n: value for n, value in record.items() if n != name}
    frames = cast(list[Mapping[str, Any]], record.get(name) or [{}])
    counted = any(spelled_plainly(n) in (*COLUMNS["frame"], *COLUMNS["clip"]) for n in frames[0])
    return [{**rest, **frame} | ({} if counted else {"frame": at}) for at, frame in enumerate(frames)]
