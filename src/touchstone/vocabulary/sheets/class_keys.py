"""What the numbers of classes mean, where a document says it: ``{"label2id": {"fake": 0, "real": 1}, "predictions": […]}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import COLUMNS, LABELS, spelled_plainly, words_of_name

from .bare_labels import class_said
from .members import hold_any
from .records import Record

_MOST = 64
_SUBJECTS = frozenset({"label", "labels", "class", "classes", "category", "categories", "target", "targets"})
_OF_CODES = frozenset({
    "id", "ids", "idx", "index", "indices", "to", "2", "name", "names", "map", "mapping", "code", "codes", "encoding", "legend",
    "int", "str", "of", "dict", "key", "keys", "lookup", "number", "numbers",
})  # fmt: skip
"""Words beside them in names of what says it, such as ``class_to_idx``."""

_CODED = frozenset({"label", "labels", "class", "target", "targets", "truth", "true", "gt", "y", "category", "pred", "preds",
    "predicted", "prediction", "predictions", "answer", "actual", "top1", "argmax",
})  # fmt: skip
"""Words of names of columns that hold numbers of classes."""

CODE = "label_code"
"""The name of the codes of labels, kept where 1 means real: scores may be those of class 1."""

Words = Mapping[int, str]


def without_class_keys(path: Path, document: Any) -> tuple[Any, Words, list[str]]:
    """The document without what says the classes, the word of each number, and what is said of it.

    Facts beside the rows, such as ``config``, may say it too.

    Raises:
        TableError: two of them say different words.

    >>> without_class_keys(Path("a.json"), {"label2id": {"fake": 0, "real": 1}, "results": []})[:2]
    ({'results': []}, {0: 'fake', 1: 'real'})
    """
    content: Record = cast(Record, document) if isinstance(document, dict) else {}
    said = {name: words for name, value in content.items() if (words := _words_of(name, value))}
    if not content or len(said) == len(content):
        return cast(Any, document), {}, []
    inner = {
        key: words
        for facts in content.values()
        if isinstance(facts, dict) and len(content) <= _MOST and not said
        for key, value in cast(Record, facts).items()
        if (words := _words_of(str(key), value))
    }
    every = said or inner
    if not every:
        return cast(Any, document), {}, []
    first = next(iter(every))
    other = next((name for name in every if every[name] != every[first]), None)
    if other is not None:
        raise TableError(f"{path}: {first!r} and {other!r} name different classes; leave out the one that is wrong")
    words = every[first]
    listed = names_of([words[code] for code in sorted(words)])
    codes = "" if [*sorted(words)] == [*range(len(words))] else f" of {names_of([str(code) for code in sorted(words)])}"
    left = {name: value for name, value in content.items() if name not in said}
    return left, words, [f"{quoted(first)} names the classes{codes}: {listed}"]


def _words_of(name: str, value: object) -> Words:
    """The words of the numbers of classes that a member says; none where it says something else."""
    named = {*words_of_name(name)}
    if not named & _SUBJECTS or named - _SUBJECTS - _OF_CODES:
        return {}
    words = _by_number(value)
    if not 1 < len(words) <= _MOST or len({*words.values()}) < len(words):
        return {}
    return words if any(class_said(word) or word.lower() in LABELS for word in words.values()) else {}


def _by_number(value: object) -> dict[int, str]:
    if isinstance(value, list):
        words = dict(enumerate(cast(list[Any], value)))
    elif isinstance(value, dict):
        held = cast(dict[str, Any], value)
        turned = all(isinstance(word, str) and str(code).isdecimal() for code, word in held.items())
        if not turned and not all(isinstance(code, int | str) for code in held.values()):
            return {}
        words = dict(held) if turned else {code: word for word, code in held.items()}
    else:
        return {}
    if not all(isinstance(word, str) and str(code).isdecimal() and len(str(code)) < 4 for code, word in words.items()):
        return {}
    return {int(code): str(word) for code, word in words.items()}


def with_named_places(records: Sequence[Record], words: Words) -> list[Record]:
    """Records in which lists of as many numbers as there are classes became objects by their words."""
    if not words or not hold_any(records, list) or [*sorted(words)] != [*range(len(words))]:
        return list(records)
    names = [words[at] for at in range(len(words))]
    return [{name: _named(value, names) for name, value in record.items()} for record in records]


def _named(value: Any, names: Sequence[str]) -> Any:
    if not isinstance(value, list):
        return value
    numbers: list[Any] = cast(list[Any], value)
    if len(numbers) == 1 and isinstance(numbers[0], list):
        return _named(numbers[0], names)
    plain = len(numbers) == len(names) and not any(isinstance(number, list | dict | str) for number in numbers)
    return dict(zip(names, numbers, strict=True)) if plain else numbers


def with_words(cells: Mapping[str, list[Any]], words: Words) -> dict[str, list[Any]]:
    """Columns of which those that hold numbers of classes have their words.

    >>> with_words({"label": [1, 0], "score": [0.1, 0.9]}, {0: "fake", 1: "real"})["label"]
    ['real', 'fake']
    """
    if not words:
        return dict(cells)
    by_text = {str(code): word for code, word in words.items()}
    read: dict[str, list[Any]] = {}
    for name, values in cells.items():
        if not _holds_codes(name, values, by_text):
            read[name] = values
            continue
        read[name] = [None if value is None else by_text[_code(value)] for value in values]
        if spelled_plainly(name) in COLUMNS["label"] and _is_turned(words) and CODE not in cells:
            read[CODE] = values
    return read


def _holds_codes(name: str, values: Sequence[Any], words: Mapping[str, str]) -> bool:
    """Whether a name is that of a column of classes, and its values are numbers of them."""
    last = name.rpartition(".")[2]
    if not {*words_of_name(last)} & _CODED or class_said(last) is not None:
        return False
    kinds = {*map(type, values)} - {type(None)}
    return bool(kinds) and kinds <= {int, float, str} and {*map(_code, {v for v in values if v is not None})} <= words.keys()


def _code(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_turned(words: Words) -> bool:
    return [*sorted(words)] == [0, 1] and class_said(words[1]) == "real"
