"""Lists that loops over batches leave behind: of records, or of one list for each column; and lists of single pairs."""

from __future__ import annotations

import math
from typing import Any, cast

from .records import Record, is_number

_FEWEST = 4
_FEWEST_COLUMNS = 2


def without_batches(document: Any) -> Any:
    """A list of rows, where a document is a list of batches of rows; anything else as it is.

    A batch is a list of objects, or a list with a list of each column, the first of which holds words.

    >>> without_batches([[{"video": "a"}, {"video": "b"}], [{"video": "c"}]])
    [{'video': 'a'}, {'video': 'b'}, {'video': 'c'}]
    >>> without_batches([[["a", "b"], [0, 1]], [["c"], [1]]])
    [['a', 0], ['b', 1], ['c', 1]]
    """
    batches = _lists_in(document)
    if not batches or not all(batches):
        return document
    if all(isinstance(row, dict) for batch in batches for row in batch):
        return [row for batch in batches for row in batch]
    columns = [_lists_in(batch) for batch in batches]
    if len(set(map(len, columns))) == 1 and all(map(_are_columns, columns)):
        return [list(row) for batch in columns for row in zip(*batch, strict=True)]
    return document


def _lists_in(value: Any) -> list[list[Any]]:
    """The lists in a list; none where it holds anything else."""
    held = cast(list[Any], value) if isinstance(value, list) else []
    return [cast(list[Any], item) for item in held] if all(isinstance(item, list) for item in held) else []


def _are_columns(batch: list[list[Any]]) -> bool:
    """Whether lists are the columns of a batch, the first of which holds words."""
    if len(batch) < _FEWEST_COLUMNS or not all(batch):
        return False
    return len(set(map(len, batch))) == 1 and all(isinstance(name, str) for name in batch[0])


def single_pairs(rows: list[Any]) -> list[Record] | None:
    """Records of ``[{"a.mp4": 0.1}, {"b.mp4": 0.9}, …]``, with a name and a number each; ``None`` where they are others.

    >>> single_pairs([{name: 0.5} for name in "abcd"])[0]
    {'video': 'a', 'score': 0.5}
    """
    if len(rows) < _FEWEST or not all(isinstance(row, dict) and len(cast(Record, row)) == 1 for row in rows):
        return None
    pairs = [next(iter(cast(Record, row).items())) for row in rows]
    numbers = [value for _, value in pairs if value is not None]
    if len({name for name, _ in pairs}) < len(pairs) or not all(map(is_number, numbers)):
        return None
    if all(value == int(value) for value in numbers if math.isfinite(value)):
        return None  # counts, or marks
    return [{"video": name, "score": value} for name, value in pairs]
