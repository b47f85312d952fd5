"""Lists of lists inside records: the classes of each frame of a video."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from touchstone.vocabulary.errors import TableError

from .sums import Numbers, sums_to_one

Record = dict[str, Any]
Frames = list[list[float]]

_FRAMES = re.compile(r"(?i)(?:^|[._\s-])(?:frames?|frame_(?:idx|ids?|index|indices|numbers?))$")
_FEW = 500


def frames_of_classes(path: Path, records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """Records in which a list of lists, one for each frame, became one record per frame; and what was done.

    Raises:
        TableError: several members hold such lists.
    """
    names = list(dict.fromkeys(n for record in records for n, value in record.items() if is_nested(value)))
    if not names:
        return list(records), []
    if len(names) > 1:
        raise TableError(
            f"{path}: {', '.join(map(repr, names[:6]))} hold lists for each frame; give one of them for each video, or a table "
            "with a row for each frame"
        )
    name = names[0]
    lists = [_frames(record.get(name)) for record in records]
    by_frame = _by_frame(name, lists)
    if by_frame is None:
        kept = [{n: value for n, value in record.items() if n != name} for record in records]
        return kept, [
            f"the lists inside {name!r} neither sum to 1 nor hold single numbers, so they are not read as scores; a list of "
            "P(fake) for each video is"
        ]
    lists = by_frame
    counted = [n for n in records[0] if is_count_of_frames(n) and n != name]
    rows = [row for record, frames in zip(records, lists, strict=True) for row in _rows(record, name, frames, counted)]
    width = next(len(frames[0]) for frames in lists if frames)
    what = f"lists of {width} classes" if width > 1 else "lists of one number"
    return rows, [f"{name!r} holds {what} for each frame; they are read as the frames of their video"]


def is_nested(value: object) -> bool:
    """Whether it is a list of lists."""
    return isinstance(value, list) and any(isinstance(item, list) for item in cast(list[Any], value))


def is_count_of_frames(name: str) -> bool:
    """Whether a list of that name may hold the numbers of frames."""
    return _FRAMES.search(name) is not None


def _frames(value: object) -> Frames:
    if not isinstance(value, list) or not value:
        return []
    return cast(Frames, value) if is_nested(cast(list[Any], value)) else [cast(list[float], value)]


def _by_frame(name: str, lists: Sequence[Frames]) -> list[Frames] | None:
    """Lists as frame × class, turned where they are class × frame; ``None`` where they hold neither classes nor numbers."""
    if _are_frames(name, lists):
        return list(lists)
    turned = [[list(column) for column in zip(*frames, strict=True)] if _is_square(frames) else [] for frames in lists]
    as_many = all(bool(a) == bool(b) for a, b in zip(lists, turned, strict=True))
    return turned if as_many and _are_frames("", turned) else None


def _is_square(frames: Frames) -> bool:
    return bool(frames) and len({len(numbers) for numbers in frames}) == 1


def _are_frames(name: str, lists: Sequence[Frames]) -> bool:
    """Whether all inner lists are equally long, and classes, logits or single numbers."""
    inner = [numbers for frames in lists for numbers in frames]
    if len({len(numbers) for numbers in inner}) != 1:
        return False
    rows = np.array(inner[:_FEW], dtype=np.float64)
    if rows.shape[1] == 1 or are_classes(rows):
        return True
    return "logit" in name.lower() or (rows.shape[1] == 2 and bool((rows < 0).any() and (np.abs(rows) > 1).any()))


def are_classes(rows: Numbers) -> bool:
    """Whether numbers are the probabilities of classes, or their logarithms, but for rows without an answer.

    Args:
        rows: answer × class.
    """
    if sums_to_one(list(rows.T)):
        return True
    return bool((rows <= 1e-6).all()) and sums_to_one(list(np.exp(rows).T))


def _rows(record: Record, name: str, frames: Frames, counted: Sequence[str]) -> list[Record]:
    """One record per frame; its number is that of a list beside the scores, or its place."""
    rest = {n: value for n, value in record.items() if n != name and n not in counted}
    if not frames:
        return [{**rest, "frame": 0}]
    lists = (cast(list[float], record[n]) for n in counted if isinstance(record.get(n), list))
    numbers = next((some for some in lists if len(some) == len(frames)), range(len(frames)))
    return [{**rest, "frame": number, **_places(name, values)} for number, values in zip(numbers, frames, strict=True)]


def _places(name: str, values: Sequence[float]) -> Record:
    if len(values) == 1:
        return {"score": values[0]}
    return {f"{name}[{place}]": value for place, value in enumerate(values)}
