"""What files are called in notes: by their names, with as many folders as tell files of equal names apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from touchstone.vocabulary.excerpts import storable


def short_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Path → its shortest end that no other path has; the whole path where there is none.

    >>> list(short_names([Path("train/preds.csv"), Path("test/preds.csv"), Path("a/labels.csv")]).values())
    ['train/preds.csv', 'test/preds.csv', 'labels.csv']
    """
    each = list(dict.fromkeys(paths))
    ends = shortest_ends([tuple(storable(part) for part in path.parts) for path in each])
    return dict(zip(each, ends, strict=True))


def shortest_ends(paths: Sequence[Sequence[str]]) -> list[str]:
    """For each list of folders and a name the shortest end that no other has; all of it where there is none.

    >>> shortest_ends([("a", "x", "net"), ("b", "x", "net"), ("net",)])
    ['a/x/net', 'b/x/net', 'net']
    """
    return [_end(path, [other for at, other in enumerate(paths) if at != place]) for place, path in enumerate(paths)]


def _end(path: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    depths = range(1, len(path) + 1)
    free = (depth for depth in depths if all(list(other[-depth:]) != list(path[-depth:]) for other in others))
    depth = next(free, len(path))
    return "/".join(path[-depth:]).replace("//", "/")
