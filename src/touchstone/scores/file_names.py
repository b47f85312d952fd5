"""What the names of several files say: which words they share, which name splits, and which files differ by their split alone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, Label, split_of

from .scored import Scored
from .told_apart import shortest_ends

_WORDS = re.compile(r"[^_\-. +@=,;()\[\]/]+")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_JOINTS = "_-. +/"
_SHARD = re.compile(
    r"(?:^|(?<=[_\-. +/]))(?:(?:rank|shard|part|chunk|gpu|cuda|worker|process|proc|node|job|batch|piece)[_\-. ]*\d+"
    r"(?:[_\-. ]*of[_\-. ]*\d+)?|\d+[_\-. ]*of[_\-. ]*\d+)$",
    re.IGNORECASE,
)
"""What names of the parts of one table end with: the process that wrote it, or which part of how many it is."""

_ANSWER = ("detector", "video", "unit", "index")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class NamedFiles:
    """Files of one name, which differ by the split of their videos or are parts of one table; mostly a single file.

    Attributes:
        name: the name of the file without suffix, word for the split and number of a part; folders where files have equal names.
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


def files_by_name(files: Sequence[Scored], *, by_split: bool, by_shard: bool = True, by_label: bool = False) -> list[NamedFiles]:
    """Files as their names say; with ``by_split``, those that differ by a word for a split alone belong together.

    Args:
        files: files of scores.
        by_split: whether ``net_train`` and ``net_test`` are ``net``.
        by_label: whether ``net_real`` and ``net_fake`` are ``net``.
        by_shard: whether ``net_rank0`` and ``net_rank1`` are ``net``, if they share no video, or equal rows, and have equal
            columns.
    """
    every = [file.path for file in files]
    paths = [rest for rest, _ in label_rests(every)] if by_label else names_below_common(every)
    rests = [_without_word(path, split_of) if by_split else (path, None) for path in paths]
    together: dict[str, list[int]] = {}
    for i, (rest, word) in enumerate(rests):
        if word is not None:
            together.setdefault(rest, []).append(i)
    several = [at for at in together.values() if len({split_of(str(rests[i][1])) for i in at}) > 1]
    split = {i for at in several for i in at}
    shards = _shards(paths, files, split) if by_shard else []
    pairs = [[i for i, other in enumerate(paths) if other == path] for path in dict.fromkeys(paths)] if by_label else []
    pairs = [at for at in pairs if split.isdisjoint(at)]
    at_of = {i: at for at in (*several, *shards, *pairs) for i in at}
    units: list[NamedFiles] = []
    for i, path in enumerate(paths):
        at = at_of.get(i, [i])
        if at[0] == i:
            splits = {k: str(rests[k][1]) for k in at} if len(at) > 1 and i in split else {}
            rest = rests[i][0] if splits else _without_shard(path) if len(at) > 1 and not by_label else path
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


def names_below_common(paths: Sequence[Path]) -> list[str]:
    """Names without suffixes, with the folders below the one that holds all files."""
    folders = [storable(path.absolute().parent.as_posix()) for path in paths]
    top = os.path.commonpath(folders)
    below = [os.path.relpath(folder, top).removeprefix(".") for folder in folders]
    return [f"{folder}/{stem_of(path)}".lstrip("/") for folder, path in zip(below, paths, strict=True)]


def is_shard(word: str) -> bool:
    """Whether a word is the number of a part of a table, as ``rank0`` is."""
    return _SHARD.fullmatch(word) is not None


def parts_of_word(path: str, meaning: Callable[[str], str | None]) -> tuple[str, str, str] | None:
    """The only word of a path that means something, with the text before and after it: before, word, after.

    >>> parts_of_word("a_real_b", lambda word: "x" if word == "real" else None)
    ('a_', 'real', '_b')
    """
    named = [match for match in _WORDS.finditer(path) if meaning(match[0]) is not None]
    return (path[: named[0].start()], named[0][0], path[named[0].end() :]) if len(named) == 1 else None


def _without_shard(path: str) -> str:
    """The path without the number of a part at its end."""
    return _SHARD.sub("", path).rstrip(_JOINTS)


def _shards(paths: Sequence[str], files: Sequence[Scored], taken: Collection[int]) -> list[list[int]]:
    """Places of files that are the parts of one table: their names differ by the number of a part alone."""
    together: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for i, path in enumerate(paths):
        if i not in taken and _SHARD.search(path):
            together.setdefault((_without_shard(path), files[i].columns), []).append(i)
    return [at for at in together.values() if len(at) > 1 and _are_parts([files[i] for i in at])]


def _are_parts(files: Sequence[Scored]) -> bool:
    """Whether each file has videos of its own, and shares none, or equal rows alone."""
    shared = shared_videos(files).implode()
    return all(not f.facts["video"].is_in(shared).all() for f in files) and share_equal_rows(files)


def share_equal_rows(files: Sequence[Scored]) -> bool:
    """Whether a video that is in two of the files has the same label and scores in both, as rows that fill up the last part."""
    return shared_videos(files).len() == 0 or _are_equal(files)


def shared_videos(files: Sequence[Scored]) -> pl.Series:
    """Names of the videos that are in several of the files."""
    every = pl.concat([file.facts["video"].unique() for file in files])
    return every.filter(every.is_duplicated()).unique()


def _are_equal(files: Sequence[Scored]) -> bool:
    shared = shared_videos(files).implode()
    answers = pl.concat([f.scores.filter(pl.col("video").is_in(shared)).select(*_ANSWER, "p_fake").unique() for f in files])
    labels = pl.concat([f.facts.filter(pl.col("video").is_in(shared)).select("video", "label") for f in files]).drop_nulls()
    of_video = labels.unique()["video"]
    return not answers.unique().select(_ANSWER).is_duplicated().any() and not of_video.is_duplicated().any()


def label_rests(paths: Sequence[Path]) -> list[tuple[str, Label | None]]:
    """Of each path what is left without its word for real or fake, and which it is; ``None`` where no word, or several, are one.

    >>> label_rests([Path("net_real.csv"), Path("net_fake.csv")]), label_rests([Path("real.csv"), Path("x.csv")])
    ([('net', 'real'), ('net', 'fake')], [('', 'real'), ('x', None)])
    """
    below = _without_numbers_of_classes(names_below_common(paths))
    parts = [_without_word(path, _label_of) for path in below]
    return [(rest, None if word is None else _label_of(word)) for rest, word in parts]


def _without_numbers_of_classes(paths: Sequence[str]) -> list[str]:
    """Paths without the number of a class before its word, as in ``0_real`` and ``1_fake``, where each class has its number.

    >>> _without_numbers_of_classes(["net_0_real", "net_1_fake"]), _without_numbers_of_classes(["1_real", "1_fake"])
    (['net_real', 'net_fake'], ['1_real', '1_fake'])
    """
    words = [_without_word(path, _label_of)[1] for path in paths]
    numbered = [
        None if word is None else re.search(rf"(?<![A-Za-z0-9])(\d{{1,2}})[_\-. ]+(?={re.escape(word)})", path)
        for path, word in zip(paths, words, strict=True)
    ]
    numbers = {(_label_of(word or ""), match[1]) for word, match in zip(words, numbered, strict=True) if match is not None}
    if None in numbered or len(numbers) != 2 or len({label for label, _ in numbers}) != 2 or len({n for _, n in numbers}) != 2:
        return list(paths)
    return [path.replace(match[0], "", 1) for path, match in zip(paths, numbered, strict=True) if match is not None]


def _label_of(word: str) -> Label | None:
    """What a word of a name says of the videos; words that are codes say nothing there."""
    plain = word.lower()
    return None if plain in CODED else FOLDERS.get(plain) or LABELS.get(plain)


def _without_word(path: str, meaning: Callable[[str], str | None]) -> tuple[str, str | None]:
    """The path without its word that means something, and the word; ``None`` where no word, or several, do."""
    named = [match for match in _WORDS.finditer(path) if meaning(match[0]) is not None]
    named = named or [match for match in _CAMEL.finditer(path) if meaning(match[0]) is not None]
    if len(named) != 1:
        return path, None
    before, after = path[: named[0].start()].rstrip(_JOINTS), path[named[0].end() :].lstrip(_JOINTS)
    joint = path[len(before) : len(before) + 1] if before and after else ""
    return f"{before}{joint}{after}", named[0][0]


def _names(units: Sequence[NamedFiles]) -> list[str]:
    """Names without folders; equal names get as many of their folders as tell them apart."""
    alone = stems_of([unit.first.path for unit in units])
    if all(len(unit.members) == 1 for unit in units):
        return alone
    return shortest_ends([tuple(unit.path.split("/")) for unit in units])


def stems_of(paths: Sequence[Path]) -> list[str]:
    """Names of files without suffixes; equal ones get as many folders as tell them apart, or else their suffix."""
    whole = [(*map(storable, path.parent.parts), stem_of(path)) for path in paths]
    named = [
        (*parts[:-1], storable(path.name)) if whole.count(parts) > 1 else parts
        for parts, path in zip(whole, paths, strict=True)
    ]
    return shortest_ends(named)
