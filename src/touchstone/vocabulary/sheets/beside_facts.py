"""Objects with the columns of a table as lists, beside facts of a run: ``{"model": "x", "files": […], "scores": […]}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.words import COLUMNS, spelled_plainly

from .records import Record, names_column

_FEWEST = 4
_MOST_CLASSES = 64
_WORDS_OF_CLASSES = ("id2label", "classes", "class_names", "label_names", "labels_names")


def columns_beside_facts(content: Mapping[str, Any]) -> tuple[list[Record], list[str]] | None:
    """Records of lists of equal length, of which one has the name of a column, and what is said; other members are single values.

    ``id2label`` names the classes in lists of them, and says what whole numbers mean as labels. Names in the plural count as
    those in the singular.

    >>> columns_beside_facts({"model": "x", "files": [*"abcd"], "scores": [0.1, 0.2, 0.3, 0.4]})[0][0]
    {'file': 'a', 'scores': 0.1}
    """
    lists = {name: cast(list[Any], value) for name, value in content.items() if isinstance(value, list)}
    words = next(((name, listed) for name in _WORDS_OF_CLASSES if (listed := _class_words(content.get(name)))), None)
    if words is not None:
        lists.pop(words[0], None)
    rest = [name for name in content if name not in lists and (words is None or name != words[0])]
    if len({len(values) for values in lists.values()}) != 1 or len(next(iter(lists.values()))) < _FEWEST or len(lists) < 2:
        return None
    if any(isinstance(content[name], dict) and not _is_flat(content[name]) for name in rest):
        return None
    names = {name: _singular(name, lists) for name in lists}
    if not any(names_column(name) for name in names.values()):
        return None
    columns = {names[name]: values if words is None else _worded(names[name], values, words[1]) for name, values in lists.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    said = [f"{words[0]!r} names the classes: {names_of(words[1])}"] if words is not None else []
    return rows, [*said, *([f"its lists are read as columns; {names_of(rest)} not used"] if rest else [])]


def _singular(name: str, names: Mapping[str, Any]) -> str:
    """A name in the plural in the singular, where that is the name of a column, and no other member has it."""
    singular = name[:-1]
    plural = name.lower().endswith("s") and singular not in names and names_column(singular)
    return singular if plural and not names_column(name) else name


def _class_words(value: object) -> list[str]:
    """The words of classes by their numbers; empty where it holds none."""
    if isinstance(value, list):
        words = cast(list[Any], value)
    elif isinstance(value, dict):
        by_number = cast(dict[str, Any], value)
        words = [by_number.get(str(at)) for at in range(len(by_number))]
    else:
        return []
    return cast(list[str], words) if 1 < len(words) <= _MOST_CLASSES and all(isinstance(w, str) for w in words) else []


def _worded(name: str, values: list[Any], words: list[str]) -> list[Any]:
    """Lists of classes as objects by their words, and codes of labels as words; others as they are."""
    if all(isinstance(value, list) and len(cast(list[Any], value)) == len(words) for value in values):
        return [dict(zip(words, value, strict=True)) for value in values]
    if spelled_plainly(name) not in COLUMNS["label"] or not all(isinstance(x, int) and 0 <= x < len(words) for x in values):
        return values
    return [words[int(code)] for code in values]


def _is_flat(value: Mapping[str, Any]) -> bool:
    return not any(isinstance(of, list | dict) for of in value.values())
