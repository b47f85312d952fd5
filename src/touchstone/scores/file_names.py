"""What the names of several files say: which words they share, which name splits, and which files differ by their split alone."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.words import split_of

from .scored import Scored

_WORDS = re.compile(r"[^_\-. +@=,;()\[\]/]+")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_JOINTS = "_-. +/"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class NamedFiles:
    """Files of one name, which differ by the split of their videos; mostly a single file.

    Attributes:
        name: the name of the file without suffix and without the word for the split; folders where files have equal names.
        path: the same from the folder that holds all files.
        members: the files, by their place among all.
        splits: the word for the split of each; empty where names tell none.
    """

    name: str
    path: str
    members: dict[int, Scored]
    splits: dict[int, str]

    @property
    def first(self) -> Scored:
        """The first of the files."""
        return next(iter(self.members.values()))

    @property
    def videos(self) -> pl.DataFrame:
        """Columns ``video`` and ``label``: each pair once."""
        return pl.concat([f.facts.select("video", "label") for f in self.members.values()]).unique()


def files_by_name(files: Sequence[Scored], *, by_split: bool) -> list[NamedFiles]:
    """Files as their names say; with ``by_split``, those that differ by a word for a split alone belong together.

    Args:
        files: files of scores.
        by_split: whether ``net_train`` and ``net_test`` are ``net``.
    """
    paths = _below_common([file.path for file in files])
    rests = [_without_split(path) if by_split else (path, None) for path in paths]
    together: dict[str, list[int]] = {}
    for i, (rest, word) in enumerate(rests):
        if word is not None:
            together.setdefault(rest, []).append(i)
    several = [at for at in together.values() if len({split_of(str(rests[i][1])) for i in at}) > 1]
    at_of = {i: at for at in several for i in at}
    units: list[NamedFiles] = []
    for i, path in enumerate(paths):
        at = at_of.get(i, [i])
        if at[0] == i:
            splits = {k: str(rests[k][1]) for k in at} if len(at) > 1 else {}
            rest = rests[i][0] if splits else path
            units.append(NamedFiles(name="", path=rest, members={k: files[k] for k in at}, splits=splits))
    return [replace(u, name=name) for u, name in zip(units, _names(units), strict=True)]


def words_of(name: str, *, camel: bool = False) -> list[str]:
    """Words of a name, in order; with ``camel`` also those that a capital begins.

    >>> words_of("meso-net_FF++"), words_of("MesoCeleb", camel=True)
    (['meso', 'net', 'FF'], ['Meso', 'Celeb'])
    """
    words = _WORDS.findall(name)
    return [part for word in words for part in _CAMEL.findall(word)] if camel else words


def stem_of(path: Path) -> str:
    """Name of a file without suffixes."""
    name = storable(path.name).removesuffix(".gz")
    return Path(name).stem or name


def _below_common(paths: Sequence[Path]) -> list[str]:
    """Names without suffixes, with the folders below the one that holds all files."""
    folders = [storable(path.absolute().parent.as_posix()) for path in paths]
    top = os.path.commonpath(folders)
    below = [os.path.relpath(folder, top).removeprefix(".") for folder in folders]
    return [f"{folder}/{stem_of(path)}".lstrip("/") for folder, path in zip(below, paths, strict=True)]


def _without_split(path: str) -> tuple[str, str | None]:
    """The path without its word for a split, and the word; ``None`` where no word, or several, name one."""
    named = [match for match in _WORDS.finditer(path) if split_of(match[0]) is not None]
    named = named or [match for match in _CAMEL.finditer(path) if split_of(match[0]) is not None]
    if len(named) != 1:
        return path, None
    before, after = path[: named[0].start()].rstrip(_JOINTS), path[named[0].end() :].lstrip(_JOINTS)
    joint = path[len(before) : len(before) + 1] if before and after else ""
    return f"{before}{joint}{after}", named[0][0]


def _names(units: Sequence[NamedFiles]) -> list[str]:
    """Names without folders; equal names get their folder as a prefix."""
    names = [unit.path.rpartition("/")[2] if unit.splits else stem_of(unit.first.path) for unit in units]
    folders = [unit.path.rpartition("/")[0].rpartition("/")[2] for unit in units]
    parents = [
        storable(unit.first.path.parent.name) if not unit.splits else f for unit, f in zip(units, folders, strict=True)
    ]
    return [n if names.count(n) == 1 else f"{f}/{n}".strip("/") for n, f in zip(names, parents, strict=True)]
