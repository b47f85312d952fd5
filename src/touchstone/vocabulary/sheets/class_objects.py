"""Lists of the classes of one video, an object for each: ``[{"class": "fake", "score": 0.9}, {"class": "real", "score": 0.1}]``.

Their keys may have any name. The name of a class differs within a list and comes again in others; beside it is one number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from operator import is_
from typing import Any, cast

from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import COLUMNS, spelled_plainly

from .bare_labels import class_said
from .frame_objects import names_a_frame
from .members import NESTING, hold_any, kinds_of, names_in
from .records import Record, is_number

_DEEPEST = 4
_LOOKED_AT = 500
_MOST_CLASSES = 64
_FEWEST = 2
_CLOSE = 0.011
_MANY = 0.995
_TOTALS = (1.0, 100.0)

Lists = Sequence[list[Record]]


def with_classes(records: Sequence[Record], depth: int = 1) -> tuple[list[Record], list[str]]:
    """Records in which each list of classes became an object of numbers by class, and what is said of classes that lists lack.

    >>> with_classes([{"out": [{"tag": "fake", "p": 0.9}, {"tag": "real", "p": 0.1}]}] * 2)[0][0]
    {'out': {'fake': 0.9, 'real': 0.1}}
    """
    said: list[str] = []
    changed: dict[str, list[Any]] = {}
    for name in names_in(records):
        values = [record.get(name) for record in records]
        if (read := _read(name, values, depth)) is not None:
            changed[name], more = read
            said += more
    if not changed:
        return list(records), said
    columns = list(changed)
    rows = zip(*changed.values(), strict=True)
    return [
        record | {name: value for name, value in zip(columns, row, strict=True) if name in record}
        for record, row in zip(records, rows, strict=True)
    ], said


def _read(name: str, values: Sequence[Any], depth: int) -> tuple[list[Any], list[str]] | None:
    """The values of a member with lists of classes as objects, and what is said; ``None`` where they hold none."""
    kinds = kinds_of(values) - {type(None)}
    if kinds == {list}:
        return _by_class(name, values) or _below_lists(values, depth)
    return _below_objects(values, depth) if kinds == {dict} else None


def numbers_by_class(lists: Sequence[Any]) -> list[Record] | None:
    """An object of numbers by class for each list of objects, empty ones as they are; ``None`` where lists hold something else.

    >>> numbers_by_class([[{"tag": "fake", "p": 0.9}, {"tag": "real", "p": 0.1}]] * 2)[0]
    {'fake': 0.9, 'real': 0.1}
    """
    keys = _keys_of_classes([value for value in lists if value][:_LOOKED_AT])
    if keys is None:
        return None
    word, number = keys
    try:
        numbers = [{entry[word]: entry[number] for entry in value} if value else value for value in lists]
    except (KeyError, TypeError):
        return None
    if any(value and len(value) != len(by_class) for value, by_class in zip(lists, numbers, strict=True)):
        return None
    whole = [by_class for by_class in numbers if by_class]
    of_words = kinds_of(chain.from_iterable(whole)) == {str}
    of_numbers = kinds_of(chain.from_iterable(by_class.values() for by_class in whole)) <= {int, float}
    return numbers if of_words and of_numbers else None


def _by_class(name: str, values: Sequence[Any]) -> tuple[list[Any], list[str]] | None:
    """Numbers by class of each list, and what is said of classes that lists lack; ``None`` where lists hold something else."""
    numbers = numbers_by_class(values)
    return None if numbers is None else _with_rest(name, numbers)


def _below_objects(values: Sequence[Any], depth: int) -> tuple[list[Any], list[str]] | None:
    """Objects in which lists of classes became objects, and what is said; ``None`` where there are none."""
    objects = [cast(Record, value) for value in values if value]
    if depth >= _DEEPEST or not hold_any(objects, NESTING):
        return None
    inner, said = with_classes(objects, depth + 1)
    if all(map(is_, inner, objects)):
        return None
    left = iter(inner)
    return [next(left) if value else value for value in values], said


def _below_lists(values: Sequence[Any], depth: int) -> tuple[list[Any], list[str]] | None:
    """Lists of objects in which lists of classes became objects, and what is said; ``None`` where there are none.

    A list of one object, in all records, is the object.
    """
    lists = [value for value in values if value]
    if depth >= _DEEPEST or not lists or not all(map(_are_objects, lists)):
        return None
    objects = [*chain.from_iterable(lists)]
    if not any(isinstance(value, list) for value in objects[0].values()):
        return None
    inner, said = with_classes(objects, depth + 1)
    if all(map(is_, inner, objects)):
        return None
    left = iter(inner)
    below = [[next(left) for _ in value] if value else value for value in values]
    single = max(map(len, lists)) == 1
    return [value[0] if value and single else value or None for value in below], said


def _keys_of_classes(lists: Lists) -> tuple[str, str] | None:
    """The keys of the name of a class and of its number in the objects of lists; ``None`` where they hold something else."""
    if not lists or not all(map(_are_objects, lists)) or max(map(len, lists)) < _FEWEST:
        return None
    first = lists[0][0]
    words = [key for key in first if isinstance(first[key], str) and _names_classes(key, lists)]
    numbers = [key for key in first if is_number(first[key]) and _are_answers(key, lists)]
    if len(words) > 1:
        words = [key for key in words if any(map(class_said, _texts(key, lists)))]
    if len(words) != 1 or len(numbers) != 1 or not _are_classes(words[0], numbers[0], lists):
        return None
    return words[0], numbers[0]


def _are_objects(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    entries = cast(list[object], value)
    return len(entries) > 0 and all(isinstance(entry, dict) for entry in entries)


def _texts(key: str, lists: Lists) -> set[str]:
    return {str(entry.get(key)) for entry in chain.from_iterable(lists)}


def _names_classes(key: str, lists: Lists) -> bool:
    """Whether the texts under a key are each once in a list, few, and neither frames nor detectors."""
    if spelled_plainly(key) in COLUMNS["detector"]:
        return False
    texts = [[entry.get(key) for entry in value] for value in lists]
    if not all(isinstance(text, str) for value in texts for text in value):
        return False
    different = _texts(key, lists)
    longest = max(map(len, texts))
    return (
        all(len({*value}) == len(value) for value in texts)
        and longest <= len(different) <= _MOST_CLASSES
        and (len(lists) == 1 or len(different) < sum(map(len, texts)))
        and not any(map(names_a_frame, different))
    )


def _are_answers(key: str, lists: Lists) -> bool:
    """Whether the numbers under a key are not the same for each class in all lists, as codes of classes are."""
    rows = [[entry.get(key) for entry in value] for value in lists]
    if not all(is_number(number) for row in rows for number in row):
        return False
    return any(isinstance(n, float) and math.isfinite(n) and not n.is_integer() for row in rows for n in row)


def _are_classes(word: str, number: str, lists: Lists) -> bool:
    """Whether a text is a word for a class, or the numbers of nearly all lists sum to 1 or to 100."""
    if any(map(class_said, _texts(word, lists))):
        return True
    sums = [sum(entry[number] for entry in value) for value in lists]
    return any(sum(abs(s - total) < _CLOSE * total for s in sums) >= _MANY * len(sums) for total in _TOTALS)


def _with_rest(name: str, numbers: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """Numbers by class, where those that a list lacks have what is left to 1, and what is said of it."""
    classes = list(dict.fromkeys(chain.from_iterable(value for value in numbers if value)))
    lacking = [value for value in numbers if value and len(value) < len(classes)]
    total = _total([value for value in numbers if value])
    if not lacking or total is None or not any(class_said(word) == "real" for word in classes):
        return list(numbers), []
    filled = [_filled(value, classes, total) if value else value for value in numbers]
    several = any(len(value) + 1 < len(classes) for value in lacking)
    left = f"what is left to {total:g}, in equal parts" if several else f"what is left to {total:g}"
    listed = names_of([quoted(word) for word in classes], 6)
    return filled, [
        f"{len(lacking):,} lists in {name!r} lack some of the classes {listed}, which have {left} (write all classes of each "
        "video where that is not so)"
    ]


def _total(numbers: Sequence[Record]) -> float | None:
    """What the numbers of whole lists sum to; ``None`` where a list has more, or a number is below 0."""
    highest = max((sum(value.values()) for value in numbers), default=0.0)
    if not numbers or min(min(value.values()) for value in numbers) < 0:
        return None
    return next((total for total in _TOTALS if highest <= total * (1 + _CLOSE)), None)


def _filled(value: Record, classes: Sequence[str], total: float) -> Record:
    absent = [word for word in classes if word not in value]
    if not absent:
        return value
    rest = max(0.0, total - sum(value.values())) / len(absent)
    return value | dict.fromkeys(absent, rest)
