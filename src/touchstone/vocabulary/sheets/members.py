"""What many records hold: the names of their members, and the types of their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

NESTING = (list, dict)
"""Types of values that hold other values."""


def names_in(records: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of all members, in the order in which they come first.

    >>> names_in([{"video": "a"}, {"label": "real", "video": "b"}])
    ['video', 'label']
    """
    return list(dict.fromkeys(chain.from_iterable(records)))


def kinds_of(values: Iterable[object]) -> set[type]:
    """The types of values.

    >>> kinds_of(["a", "b"])
    {<class 'str'>}
    """
    return set(map(type, values))


def hold_any(records: Sequence[Mapping[str, Any]], kinds: type | tuple[type, ...]) -> bool:
    """Whether a member of any record is of one of some types.

    >>> hold_any([{"score": 0.1}, {"score": [0.1]}], list)
    True
    """
    return any(issubclass(kind, kinds) for kind in kinds_of(chain.from_iterable(r.values() for r in records)))
