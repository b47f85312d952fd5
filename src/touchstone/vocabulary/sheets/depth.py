"""How deep a document is nested: what is deeper than any table is refused before anything walks down into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, cast

from touchstone.vocabulary.errors import TableError

from .members import NESTING

MOST_LEVELS = 64
"""Lists and objects inside each other, up to which a document may be a table."""


def is_deep(value: object, levels: int = MOST_LEVELS) -> bool:
    """Whether lists and objects lie deeper inside each other than so many levels; nothing here calls itself.

    >>> is_deep([[0.1]]), is_deep({"a": [{"b": 1}]}, levels=2)
    (False, True)
    """
    level: list[Any] = [cast(Any, value)] if isinstance(value, NESTING) else []
    for _ in range(levels):
        inside: list[Any] = [*chain.from_iterable(map(_members, level))]
        level = [*{id(cast(Any, held)): held for held in inside if isinstance(held, NESTING)}.values()]  # one may be in many
        if not level:
            return False
    return True


def _members(held: Any) -> Iterable[Any]:
    return cast(Mapping[Any, Any], held).values() if isinstance(held, Mapping) else held


def check_depth(path: Path, document: Any) -> None:
    """Raise an error for a document that is nested too deeply.

    Raises:
        TableError: it is.
    """
    if is_deep(document):
        raise TableError(
            f"{path}: the JSON is nested too deeply for a table (more than {MOST_LEVELS} levels); give a list of objects, one "
            "per row"
        )
