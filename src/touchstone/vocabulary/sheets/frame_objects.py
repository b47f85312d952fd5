"""Records with a list of objects, one for each frame: ``{"video": …, "frames": [{"frame": 0, "score": 0.1}, …]}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from touchstone.vocabulary.words import COLUMNS, spelled_plainly

from .lists import may_hold_scores
from .members import names_in
from .nested import is_count_of_frames

Record = dict[str, Any]

_FEWEST = 2


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
    return any(_is_score(n, v) for n, v in items[0].items())


def _is_score(name: str, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and may_hold_scores(name)


def _rows(record: Record, name: str) -> list[Record]:
    rest = {n: value for n, value in record.items() if n != name}
    frames = cast(list[Mapping[str, Any]], record.get(name) or [{}])
    counted = any(spelled_plainly(n) in (*COLUMNS["frame"], *COLUMNS["clip"]) for n in frames[0])
    return [{**rest, **frame} | ({} if counted else {"frame": at}) for at, frame in enumerate(frames)]
