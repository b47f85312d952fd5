"""Files named by real videos and by ways to forge, and by nothing else: ``real.csv``, ``Deepfakes.csv``, ``FaceSwap.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, names_a_detector, names_data_set, split_of

from .file_names import NamedFiles, is_shard, names_below_common, parts_of_word
from .scored import Scored
from .told_apart import short_names

_JOINTS = "_-. +/"
_MORE_REAL = frozenset({"youtube", "actors", "originals"})
_FEWEST = 3


def with_methods_of_names(files: Sequence[Scored], labels: Sequence[object]) -> tuple[list[Scored], list[NamedFiles], str]:
    """Label the videos of each file as its name says, where nothing else does and one name has a word for real.

    The others have another word in its place, which names neither a label nor a split, a data set or a detector; there are two
    of them at least.
    Names that several files have get that word in front.

    Returns:
        The files, those that belong together, and what is said of it; no units and nothing where names say no methods.
    """
    unlabelled = all(f.facts["label"].null_count() == f.facts.height and "method" not in f.facts.columns for f in files)
    if labels or len(files) < _FEWEST or not unlabelled:
        return list(files), [], ""
    paths = names_below_common([file.path for file in files])
    reals = {at: parts for at, path in enumerate(paths) if (parts := parts_of_word(path, _says_real)) is not None}
    places = [word for at, path in enumerate(paths) if (word := _word(path, at, reals)) is not None]
    ends = list(dict.fromkeys(end for end, _ in places))
    if len(places) < len(files) or len(ends) != len(reals) or len(places) <= 2 * len(reals):
        return list(files), [], ""
    if any(at not in reals and _is_no_method(word) for at, (_, word) in enumerate(places)):
        return list(files), [], ""
    named = [_labelled(file, word, real=at in reals) for at, (file, (_, word)) in enumerate(zip(files, places, strict=True))]
    units = [_unit(end, {at: file for at, file in enumerate(named) if places[at][0] == end}) for end in ends]
    units = [replace(unit, members={at: _apart(f, unit, places[at][1]) for at, f in unit.members.items()}) for unit in units]
    named = [next(unit.members[at] for unit in units if at in unit.members) for at in range(len(files))]
    shown = short_names([file.path for file in files])
    listed = names_of(f"{shown[f.path]} ({'real' if at in reals else 'fake'})" for at, f in enumerate(files))
    back = f"if they do not, say {option('labels', 'FILE')}"
    return named, units, f"labels: the names of the files say real videos and ways to forge: {listed} ({back})"


def _says_real(word: str) -> str | None:
    plain = word.lower()
    real = plain in _MORE_REAL or (plain not in CODED and "real" in (FOLDERS.get(plain), LABELS.get(plain)))
    return "real" if real else None


def _word(path: str, at: int, reals: dict[int, tuple[str, str, str]]) -> tuple[tuple[str, str], str] | None:
    """The text before and after the word of a file, as in the name of real videos that is most alike, and the word."""
    if at in reals:
        before, word, after = reals[at]
        return (before, after), word
    fitting = [(b, a) for b, _, a in reals.values() if path.startswith(b) and path.endswith(a) and len(path) > len(b) + len(a)]
    if not fitting:
        return None
    before, after = max(fitting, key=lambda ends: len(ends[0]) + len(ends[1]))
    return (before, after), path[len(before) : len(path) - len(after)]


def _is_no_method(word: str) -> bool:
    """Whether a word is that of a label, a split, a data set, a detector or a part, or several folders."""
    another = word.lower() in {*LABELS} - {"deepfake", "deepfakes"} or split_of(word) is not None or names_data_set(word)
    return another or names_a_detector(word) or is_shard(word) or "/" in word or not any(map(str.isalpha, word))


def _labelled(file: Scored, word: str, *, real: bool) -> Scored:
    label, method = ("real", None) if real else ("fake", word)
    return replace(file, facts=file.facts.with_columns(label=pl.lit(label), method=pl.lit(method, dtype=pl.String)))


def _unit(ends: tuple[str, str], members: dict[int, Scored]) -> NamedFiles:
    name = "_".join(part for part in (end.strip(_JOINTS) for end in ends) if part).replace("/", "_")
    return NamedFiles(name=name, path=name, members=members, splits={})


def _apart(file: Scored, unit: NamedFiles, word: str) -> Scored:
    """The file with its word before the names of its videos, where another of the unit has some of them."""
    every = pl.concat([f.facts["video"].unique() for f in unit.members.values()])
    if not every.is_duplicated().any():
        return file
    name = pl.format("{}/{}", pl.lit(word), "video").alias("video")
    return replace(file, facts=file.facts.with_columns(name), scores=file.scores.with_columns(name))
