"""Objects with the columns of a table as lists, beside facts of a run: ``{"model": "x", "files": […], "scores": […]}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from touchstone.vocabulary.excerpts import names_of

from .records import Record, in_singular, names_column

_FEWEST = 4


def columns_beside_facts(content: Mapping[str, Any]) -> tuple[list[Record], list[str]] | None:
    """Records of lists of equal length, of which one has the name of a column, and what is said; other members are single values.

    Names in the plural count as those in the singular.

    >>> columns_beside_facts({"model": "x", "files": [*"abcd"], "scores": [0.1, 0.2, 0.3, 0.4]})[0][0]
    {'file': 'a', 'scores': 0.1}
    """
    lists = {name: cast(list[Any], value) for name, value in content.items() if isinstance(value, list)}
    rest = [name for name in content if name not in lists]
    if len({len(values) for values in lists.values()}) != 1 or len(next(iter(lists.values()))) < _FEWEST or len(lists) < 2:
        return None
    if any(isinstance(content[name], dict) and not _is_flat(content[name]) for name in rest):
        return None
    names = in_singular(lists)
    if not any(names_column(name) for name in names.values()):
        return None
    columns = {names[name]: values for name, values in lists.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return rows, [f"its lists are read as columns; {names_of(rest)} not used"] if rest else []


def _is_flat(value: Mapping[str, Any]) -> bool:
    return not any(isinstance(of, list | dict) for of in value.values())
