"""From a JSON document to records: which of its shapes it has, and what lists inside a record mean."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, cast

from touchstone.vocabulary.tables import MOST_COLUMNS
from touchstone.vocabulary.words import COLUMNS, LABELS, MEDIA, SPLIT_WORDS, spelled_plainly

Record = dict[str, Any]

_WORD_KEYS = ("label", "class", "name", "category")
_NUMBER_KEYS = ("score", "probability", "prob", "confidence", "p", "value")
_FEWEST = 4
"""Numbers from which on an object of numbers may be a table of its own."""

_NUMBERS = (int, float)
"""Types of numbers; those of truth values too."""

_FILE = re.compile(MEDIA)
_PLAIN_WORD = re.compile(r"[A-Za-z_\s-]*")
"""What names of numbers are, such as ``real_correct`` or ``AUC``; names of videos have digits, dots or slashes."""

_SCORES = ("score", "scores", "p_fake", "pred", "prediction", "prob", "probability")
_COLUMN_NAMES = {name for names in COLUMNS.values() for name in names}.union(_SCORES)


def is_number(value: object) -> bool:
    """Whether it is a number; truth values are none."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def float_of(number: float) -> float:
    """A number of any size; what is too large is infinite, as JSON reads 1e999."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _are_numbers(value: object) -> bool:
    """Whether it is a list of numbers with at least one; a place may be empty."""
    places = cast(list[Any], value) if isinstance(value, list) else []
    return any(is_number(x) for x in places) and all(x is None or is_number(x) for x in places)


def numbers_by_frame(value: object) -> list[list[float]] | None:
    """Lists of equal length for each frame, without lists around the inner ones; a frame that is empty is left out.

    >>> numbers_by_frame([[0.9, 0.1], None, [[0.8, 0.2]]]), numbers_by_frame([[0.9, 0.1], [0.8]]), numbers_by_frame([0.9])
    ([[0.9, 0.1], [0.8, 0.2]], None, None)
    """
    frames = [frame for frame in cast(list[Any], value) if frame not in (None, [])] if isinstance(value, list) else []
    inner = [of_list(cast(list[Any], frame)) if isinstance(frame, list) else None for frame in frames]
    lists = [cast(list[float], numbers) for numbers in inner if isinstance(numbers, list)]
    return lists if len(lists) == len(frames) and len({len(numbers) for numbers in lists}) == 1 else None


def columns_of(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of an object whose members are lists of equal length: ``{"video": […], "score": […]}``."""
    if not content or not all(isinstance(value, list) for value in content.values()):
        return None
    if len(content) == 1 and all(isinstance(row, dict) for row in next(iter(content.values()))):
        return None  # records under a name
    names = in_singular(content)
    if len({len(value) for value in content.values()}) != 1 or not any(map(names_column, names.values())):
        return None
    return [dict(zip(names.values(), row, strict=True)) for row in zip(*content.values(), strict=True)]


def in_singular(lists: Mapping[str, list[Any]]) -> dict[str, str]:
    """Names of lists, and those in the plural in the singular where that is the name of a column, and no other name is it.

    A list of objects keeps its name, which says what their keys are.

    >>> in_singular({"filenames": ["a"], "scores": [0.1], "preds": [1], "y_true": [0], "detectors": [{"cm": 0.1}]})
    {'filenames': 'filename', 'scores': 'scores', 'preds': 'pred', 'y_true': 'y_true', 'detectors': 'detectors'}
    """
    ends = [n for n, cells in lists.items() if n.lower().endswith("s") and not any(isinstance(c, dict) for c in cells)]
    plural = {n: n[:-1] for n in ends if names_column(n[:-1]) and not names_column(n)}
    return {name: plural[name] if name in plural and plural[name] not in lists else name for name in lists}


def frame_of_pandas(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``DataFrame.to_json(orient="split")``: ``{"columns": […], "index": […], "data": [[…], …]}``.

    An index of words is a column ``index``, one of words and whole numbers names videos and frames; numbers alone count rows.

    >>> frame_of_pandas({"columns": ["p"], "index": ["a", "b"], "data": [[0.1], [0.9]]})
    [{'index': 'a', 'p': 0.1}, {'index': 'b', 'p': 0.9}]
    """
    columns, rows = content.get("columns"), content.get("data")
    if not isinstance(columns, list) or not isinstance(rows, list) or not rows:
        return None
    width = len(cast(list[Any], columns))
    if not all(isinstance(row, list) and len(cast(list[Any], row)) == width for row in cast(list[Any], rows)):
        return None
    records = [dict(zip(map(str, cast(list[Any], columns)), row, strict=True)) for row in cast(list[list[Any]], rows)]
    names = _names_of_index(content.get("index"), len(records))
    return [{**name, **record} for name, record in zip(names, records, strict=True)]


def _names_of_index(index: Any, count: int) -> list[Record]:
    """What an index says of each row; nothing where it counts them."""
    if not isinstance(index, list) or len(cast(list[Any], index)) != count:
        return [{}] * count
    entries = cast(list[Any], index)
    if all(isinstance(entry, str) for entry in entries):
        return [{"index": entry} for entry in entries]
    if all(isinstance(e, list) and [type(part) for part in cast(list[Any], e)] == [str, int] for e in entries):
        return [{"video": video, "frame": frame} for video, frame in entries]
    return [{}] * count


def lists_of_videos(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``{video: [score of frame 0, score of frame 1, …]}``, or of lists of classes; a list may be empty."""
    lists = (value for value in content.values() if value not in (None, []) and not _is_empty_list(value))
    first = next(lists, None)
    if not all(_are_numbers(value) or numbers_by_frame(value) for value in chain([first], lists)):
        return None
    return [{"video": video, "scores": values} for video, values in content.items()]


def _is_empty_list(value: object) -> bool:
    """Whether no place of a list holds anything, as of a video that has no answer."""
    return isinstance(value, list) and value[:1] == [None] and all(place is None for place in cast(list[Any], value))


def pairs_of_label_and_score(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``{video: [label, score]}`` or ``{video: [score, label]}``: one place holds words for real and fake, or 0 and 1.

    >>> pairs_of_label_and_score({"a": ["real", 0.2], "b": ["fake", 0.9]})
    [{'video': 'a', 'label': 'real', 'score': 0.2}, {'video': 'b', 'label': 'fake', 'score': 0.9}]
    """
    if not _is_pair(next(iter(content.values()), None)):
        return None
    if not all(isinstance(pair, list) and len(cast(list[Any], pair)) == 2 for pair in content.values()):
        return None
    first, second = (list(place) for place in zip(*content.values(), strict=True))
    for labels, scores in ((first, second), (second, first)):
        if _may_be_labels(labels) and _may_be_scores(scores):
            return [{"video": v, "label": x, "score": y} for v, x, y in zip(content, labels, scores, strict=True)]
    return None


def _is_pair(value: object) -> bool:
    """Whether it is a list of two single values."""
    cells = cast(list[Any], value) if isinstance(value, list) else []
    return len(cells) == 2 and not any(isinstance(cell, list | dict) for cell in cells)


def _may_be_labels(cells: list[Any]) -> bool:
    """Whether cells are words for real and fake, or 0 and 1, and not all the same."""
    words = {str(cell).strip().lower() for cell in cells}
    return len(words) > 1 and words <= {*LABELS}


def _may_be_scores(cells: list[Any]) -> bool:
    numbers = [cell for cell in cells if cell is not None]
    return bool(numbers) and all(map(is_number, numbers)) and not {*numbers} <= {0, 1}


def columns_by_video(content: Mapping[str, Mapping[str, Any]]) -> list[Record] | None:
    """Records of columns whose cells have names: ``{"label": {"a.mp4": "fake", …}, "p_fake": {"a.mp4": 0.9, …}}``.

    Data frames write themselves so; where the names are numbers, they name no videos.
    """
    first = next(iter(content.values()), None)
    keys = list(first or ())
    if not keys or len(content) > MOST_COLUMNS or any(set(column) != set(keys) for column in content.values()):
        return None
    if all(str(key).isdigit() for key in keys) and not all(is_record_of_video(column) for column in content.values()):
        return [{name: column[key] for name, column in content.items()} for key in keys]
    classes = len(content) > 1 and all(str(name).strip().lower() in LABELS for name in content)
    if not classes and not any(spelled_plainly(str(name)) in _COLUMN_NAMES for name in content):
        return None
    return [{"video": key, **{name: column[key] for name, column in content.items()}} for key in keys]


def names_column(name: str) -> bool:
    """Whether a name is that of a column, as of labels or scores."""
    return spelled_plainly(name) in _COLUMN_NAMES


def is_record_of_video(record: Mapping[str, Any]) -> bool:
    """Whether an object names its video itself."""
    return any(_names_video(str(name)) for name in record)


@lru_cache(maxsize=256)
def _names_video(name: str) -> bool:
    return spelled_plainly(name) in COLUMNS["video"]


def tables_of_scores(content: Mapping[str, Mapping[str, Any]]) -> tuple[list[Record], str] | None:
    """Records of ``{detector: {video: score}}`` or ``{data set: {video: score}}``, and which of them it is.

    Objects that hold more numbers than there are of them are tables; if they share videos, they are of several detectors.
    """
    if any(_FILE.search(str(name)) for name in content) or not all(
        len(table) >= _FEWEST and all(is_number(v) for v in table.values()) for table in content.values()
    ):
        return None
    if min(len(table) for table in content.values()) <= len(content):
        return None
    videos = [video for table in content.values() for video in table]
    if any(_PLAIN_WORD.fullmatch(str(video)) for video in videos):
        return None
    what = "detector" if len(set(videos)) < len(videos) else "dataset"
    rows = [{"video": v, what: name, "score": x} for name, table in content.items() for v, x in table.items()]
    return rows, what


def parts_of(content: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
    """The parts of an object that holds one table per split, or one table under a single name."""
    if len(content) == 1 or (content and all(is_split(name) for name in content)):
        return list(content.items())
    return None


def is_split(name: str) -> bool:
    """Whether a name is that of a split."""
    return spelled_plainly(str(name)) in SPLIT_WORDS


def of_list(value: list[Any]) -> Any:
    """What a list inside a record is: an object of classes, or numbers; ``None`` for others.

    A list of ``{"label": …, "score": …}``, as pipelines answer, becomes the classes with their scores; a list of one such
    object is the class that won. Numbers stay a list, without lists around it.

    >>> of_list([{"label": "Real", "score": 0.9}, {"label": "Fake", "score": 0.1}])
    {'Real': 0.9, 'Fake': 0.1}
    >>> of_list([[0.3, 0.7]]), of_list([[1, 2], [3, 4]])
    ([0.3, 0.7], None)
    """
    if value and isinstance(value[0], dict):
        return _classes(value)
    if _are_numbers(value):
        return [None if item is None else float_of(item) for item in value]
    if len(value) == 1 and isinstance(value[0], list):
        return of_list(cast(list[Any], value[0]))
    return None


def keys_of_class(entry: object) -> tuple[str, str] | None:
    """The keys of the name of a class and of its score in an object; ``None`` where it has none.

    >>> keys_of_class({"label": "Fake", "score": 0.9}), keys_of_class({"score": 0.9})
    (('label', 'score'), None)
    """
    if not isinstance(entry, dict):
        return None
    members = cast(Record, entry)
    for word in _WORD_KEYS:
        if isinstance(members.get(word), str):
            break
    else:
        return None
    for number in _NUMBER_KEYS:
        if is_number(members.get(number)):
            return word, number
    return None


def _classes(entries: list[Any]) -> Any:
    keys = keys_of_class(entries[0])
    if keys is None:
        return None
    word, number = keys
    classes: Record = {}
    for entry in entries:
        if not isinstance(entry, dict):
            return None
        members = cast(Record, entry)
        name, value = members.get(word), members.get(number)
        if not isinstance(name, str) or not is_number(value):
            return None
        classes[name] = value
    return classes if len(entries) > 1 else {"label": entries[0][word], "confidence": entries[0][number]}
