"""What detectors are called everywhere: by the names that files give them, as far as these can be shown and told apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from touchstone.vocabulary.allowed import MOST_DETECTORS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.printable import printable
from touchstone.vocabulary.words import SUBJECTS


def check_number(path: Path, number: int) -> None:
    """See that there are not more detectors than can be compared; a column of other words is easily taken for their names.

    Raises:
        TableError: there are.
    """
    if number > MOST_DETECTORS:
        raise TableError(
            f"{path}: {number:,} detectors are more than the {MOST_DETECTORS:,} that are read; if their names are in another "
            f"column, say {option('columns', 'detector=COLUMN')}"
        )


def shown_names(names: Sequence[str]) -> dict[str, str]:
    r"""Name in the files → name in the run.

    Hidden characters become escapes, and a name that findings use for something else is marked; two names stay two.

    Args:
        names: the names of all detectors, each once.

    >>> shown_names(["cm", "a\nb", "footage"])
    {'cm': 'cm', 'a\nb': 'a\\nb', 'footage': 'footage (detector)'}
    """
    shown: dict[str, str] = {}
    plain = {name for name in names if _plainly(name) == name}
    for name in names:
        free = wanted = _plainly(name)
        number = 2
        while free != name and (free in plain or free in shown.values()):
            free, number = f"{wanted} ({number})", number + 1
        shown[name] = free
    return shown


def _plainly(name: str) -> str:
    return f"{name} (detector)" if name in SUBJECTS else printable(name)
