"""Videos that a corpus names and that lie outside its folder: by ``..``, by an absolute path, or through a link."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import CorpusError

from .entry import Entry, readable


def check_inside(root: Path, entries: Iterable[Entry], *, strict_paths: bool) -> tuple[str, ...]:
    """A note, if files of a corpus lie outside its folder.

    Args:
        root: folder of the corpus.
        entries: its videos; nothing of them is opened.
        strict_paths: whether such files are refused.

    Raises:
        CorpusError: there are such files, and they are refused.
    """
    away = list(_outside(root, entries))
    if not away:
        return ()
    video, real = away[0]
    where = f"{len(away)} video(s) lie outside {readable(root)} (first: {video}, which is {readable(real)})"
    if strict_paths:
        raise CorpusError(f"{where}; copy them into it, or leave {option('strict_paths')} out")
    return (f"{where}; {option('strict_paths')} refuses such footage",)


def _outside(root: Path, entries: Iterable[Entry]) -> Iterator[tuple[str, Path]]:
    """Key and real path of each file outside the folder; folders are looked up once."""
    home = Path(os.path.realpath(root))
    folders: dict[Path, Path] = {}
    for entry in entries:
        parent, name = entry.path.parent, entry.path.name
        if parent not in folders:
            folders[parent] = Path(os.path.realpath(parent))
        real = folders[parent] / name
        if name == ".." or _is_link(real):
            real = Path(os.path.realpath(real))
        if not real.is_relative_to(home):
            yield entry.video, real


def _is_link(path: Path) -> bool:
    """Whether it is a link; a name that no disk can hold is none."""
    try:
        return path.is_symlink()
    except OSError:
        return False
