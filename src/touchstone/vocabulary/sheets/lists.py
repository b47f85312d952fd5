"""Lists of numbers inside records: the classes of one answer, or the scores of a video's frames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from touchstone.vocabulary.errors import TableError

from .members import names_in
from .nested import are_classes, frames_of_classes, is_count_of_frames
from .records import is_number

Record = dict[str, Any]

_SCORES = re.compile(
    r"(?i)(?:^|[._\s-])(?:scores?|probs?|proba|probabilit(?:y|ies)|preds?|predictions?|outputs?|p_fake|logits?|softmax)(?:$|[._\s-])"
)
_FEW = 500
_FEWEST = 8
"""Records from which on chance does not explain that a number is the mean of a list."""

_CLOSE = 0.0011
_PAIR = 2
_OPPOSED = -0.5


def without_lists(path: Path, records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """Records of single values, and what was done with the lists of numbers that they held.

    Lists of one number become that number. Lists of equal length that sum to 1, or whose exponentials do, become a column for
    each place, ``NAME[0]``, ``NAME[1]`` …; so do logits. Other lists of scores become one record per frame, and so do lists of
    classes by frame.

    Raises:
        TableError: several members hold lists of scores.
    """
    records, said = frames_of_classes(path, records)
    held = {name: [r[name] for r in records if isinstance(r.get(name), list)] for name in _names_of_lists(records)}
    if not held:
        return list(records), said
    places = {name for name, lists in held.items() if _are_places(name, lists)}
    frames = [name for name in held if name not in places and may_hold_scores(name)]
    counted = [name for name in held if name not in places and is_count_of_frames(name) and name not in frames]
    flat = [_spread(record, places) for record in records]
    scalars = [name for name in flat[0] if name not in held and may_hold_scores(name) and not name.endswith("]")]
    if len(frames) == len(scalars) == 1 and _are_means(flat, scalars[0], frames[0]):
        flat = [{n: value for n, value in record.items() if n != scalars[0]} for record in flat]
        said, scalars = [*said, f"{scalars[0]!r} is the mean of {frames[0]!r}, so it is not used"], []
    if not frames or scalars:
        rows, notes = _without(flat, [n for n in held if n not in places])
        return rows, said + notes
    if len(frames) > 1:
        raise TableError(
            f"{path}: {', '.join(map(repr, frames[:6]))} hold lists of numbers; give one list of scores for each video, or a "
            "table with a row for each frame"
        )
    note = f"{frames[0]!r} holds a list of numbers in each record; they are read as the scores of its frames"
    rows, notes = _without([r for record in flat for r in _frames(record, frames[0], counted)], list(held))
    return rows, [*said, note, *notes]


def _names_of_lists(records: Sequence[Record]) -> list[str]:
    return [name for name in names_in(records) if any(isinstance(record.get(name), list) for record in records)]


def _are_places(name: str, lists: Sequence[list[float]]) -> bool:
    """Whether lists of equal length hold one number, probabilities that sum to 1 in any spelling, or few logits."""
    length = len(lists[0])
    if any(len(values) != length for values in lists):
        return False
    if length == 1 or are_classes(np.array(lists[:_FEW], dtype=np.float64)):
        return True
    return (length <= 8 and "logit" in name.lower()) or (length == _PAIR and _are_opposed(lists))


def _are_opposed(lists: Sequence[list[float]]) -> bool:
    """Whether pairs are logits of two classes: beyond [0, 1], and one falls where the other rises, unlike frames of a video."""
    rows = np.array(lists[:_FEW], dtype=np.float64)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if len(rows) < _FEWEST or not bool(((rows < 0) | (rows > 1)).any()) or bool((rows.std(axis=0) == 0).any()):
        return False
    first, second = ((place - place.mean()) / place.std() for place in rows.T)
    return float((first * second).mean()) < _OPPOSED


def _are_means(records: Sequence[Record], name: str, lists: str) -> bool:
    """Whether a number in each record is the mean of a list of it, where there are enough to tell."""
    numbers = [(r.get(name), cast("list[float | None]", r.get(lists) or [])) for r in records]
    pairs = [(n, [x for x in values if x is not None]) for n, values in numbers if is_number(n)]
    means = [(cast(float, n), float(np.mean(values))) for n, values in pairs if values]
    return len(means) >= _FEWEST and all(abs(number - mean) < _CLOSE for number, mean in means)


def _numbers(value: object) -> list[float] | None:
    """A list of numbers as one; ``None`` for others."""
    return cast(list[float], value) if isinstance(value, list) else None


def _spread(record: Record, names: set[str]) -> Record:
    flat: Record = {}
    for name, value in record.items():
        numbers = _numbers(value) if name in names else None
        if numbers is None:
            flat[name] = value
        elif len(numbers) == 1:
            flat[name] = numbers[0]
        else:
            flat |= {f"{name}[{place}]": number for place, number in enumerate(numbers)}
    return flat


def _frames(record: Record, scores: str, counted: Sequence[str]) -> list[Record]:
    """One record per frame; its number is that of a list beside the scores, or its place."""
    values = _numbers(record.get(scores))
    if values is None:
        return [record]
    lists = (_numbers(record.get(name)) for name in counted)
    beside = next((numbers for numbers in lists if numbers is not None and len(numbers) == len(values)), None)
    rest = {name: value for name, value in record.items() if name != scores and name not in counted}
    frames = range(len(values)) if beside is None else beside
    return [{**rest, "frame": frame, "score": value} for frame, value in zip(frames, values, strict=True)]


def _without(records: Sequence[Record], names: Sequence[str]) -> tuple[list[Record], list[str]]:
    """Records without some lists, and a note that names them."""
    left = [name for name in names if any(isinstance(record.get(name), list) for record in records)]
    if not left:
        return list(records), []
    kept = [{name: value for name, value in record.items() if name not in left} for record in records]
    return kept, [lists_left_out(left)]


def lists_left_out(names: Sequence[str]) -> str:
    """A note on lists that are not read."""
    return f"lists of numbers are not used: {', '.join(map(repr, names[:8]))}"


def may_hold_scores(name: str) -> bool:
    """Whether a list of that name may hold the scores of a video's frames.

    >>> may_hold_scores("cm.scores"), may_hold_scores("embedding")
    (True, False)
    """
    return _SCORES.search(name) is not None
