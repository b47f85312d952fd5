"""What is written into a folder stays in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from touchstone.vocabulary.errors import TouchstoneError


def refuse_links(folder: Path, names: Iterable[str], error: type[TouchstoneError]) -> None:
    """See that none of the folders that are written into is a link, which may lead anywhere; ``folder`` itself may be one.

    Args:
        folder: that a user named.
        names: of the folders inside it.
        error: raised where one is a link.
    """
    for name in names:
        if (folder / name).is_symlink():
            raise error(f"{folder / name} is a link, and nothing is written through links; remove it")
