"""Several detectors over several data sets, a file for each: names say which part is which, and videos whether it is so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl

from touchstone.vocabulary.sheets import share_of
from touchstone.vocabulary.words import names_data_set

from .file_names import NamedFiles, words_of

_MOST = 64
_FEWEST = 8
_OTHER_LABELS = 0.2


def share_videos(first: pl.DataFrame, second: pl.DataFrame) -> bool:
    """Whether two files hold some of the same videos: equal names that often have other labels are other videos.

    Args:
        first: columns ``video`` and ``label``.
        second: the same.
    """
    both = first.join(second, on="video", suffix="_two")
    if not both.height:
        return False
    labelled = both.drop_nulls(["label", "label_two"])
    return labelled.height < _FEWEST or share_of(labelled["label"] != labelled["label_two"]) <= _OTHER_LABELS


def grid_of(units: Sequence[NamedFiles]) -> list[tuple[str, str]] | None:
    """Detector and data set of each file; ``None`` where names and videos do not both say that there are several of either.

    Files that share videos are of one data set. A word that is in the names of all files of a data set, and not in all names,
    is part of the data set's name; a word that only some of its files have is part of a detector's.
    """
    if not 3 <= len(units) <= _MOST:
        return None
    listings = [[words_of(unit.path, camel=camel) for unit in units] for camel in (False, True)]
    listings = [listing for listing in listings if _may_be_grid(listing)]
    if not listings:
        return None
    sets = _data_sets(units)
    if len(set(sets)) < 2 or len(set(sets)) == len(sets):
        return None
    return next((grid for words in listings if (grid := _named(words, sets)) is not None), None)


def is_product(units: Sequence[NamedFiles]) -> tuple[list[str], list[str]] | None:
    """Two lists of words, if the names are each word of the one with each of the other."""
    words = [words_of(unit.path) for unit in units]
    if len(units) < 4 or len({len(w) for w in words}) != 1:
        return None
    varying = [i for i in range(len(words[0])) if len({w[i].lower() for w in words}) > 1]
    if len(varying) != 2:
        return None
    first, second = (list(dict.fromkeys(w[i] for w in words)) for i in varying)
    pairs = {(w[varying[0]], w[varying[1]]) for w in words}
    whole = min(len(first), len(second)) > 1 and len(pairs) == len(units) == len(first) * len(second)
    return (first, second) if whole else None


def names_say_grid(product: tuple[list[str], list[str]], units: Sequence[NamedFiles]) -> list[tuple[str, str]] | None:
    """Detector and data set of each file, if one of the two lists holds nothing but names of public data sets."""
    are_sets = [all(map(names_data_set, words)) for words in product]
    if sum(are_sets) != 1:
        return None
    detectors, data_sets = product if are_sets[1] else product[::-1]
    every = [words_of(unit.path) for unit in units]
    return [(next(w for w in words if w in detectors), next(w for w in words if w in data_sets)) for words in every]


def _may_be_grid(listing: Sequence[Sequence[str]]) -> bool:
    """Whether some word is in several names and not in all."""
    held = [{word.lower() for word in words} for words in listing]
    counts = [sum(word in names for names in held) for word in set().union(*held)]
    return any(1 < count < len(listing) for count in counts)


def _data_sets(units: Sequence[NamedFiles]) -> list[int]:
    """A number for each file; files that share videos, also by way of others, have the same."""
    videos = [unit.videos for unit in units]
    numbers = list(range(len(units)))
    for i, j in combinations(range(len(units)), 2):
        if numbers[i] != numbers[j] and share_videos(videos[i], videos[j]):
            old, new = numbers[j], numbers[i]
            numbers = [new if number == old else number for number in numbers]
    return numbers


def _named(listing: Sequence[Sequence[str]], sets: Sequence[int]) -> list[tuple[str, str]] | None:
    held = [{word.lower() for word in words} for words in listing]
    constant = set[str].intersection(*held)
    of_set = {number: [held[i] for i, other in enumerate(sets) if other == number] for number in sets}
    varying = {
        w for names in of_set.values() for w in set[str].union(*names) - set[str].intersection(*names)
    } - constant
    pairs: list[tuple[str, str]] = []
    for words in listing:
        detector = "_".join(word for word in words if word.lower() in varying)
        rest = [word for word in words if word.lower() not in varying | constant]
        if not detector or not rest:
            return None
        pairs.append((detector, "_".join(rest)))
    data_sets = {
        number: {pair[1].lower() for pair, other in zip(pairs, sets, strict=True) if other == number} for number in sets
    }
    single = all(len(names) == 1 for names in data_sets.values())
    apart = len(set[str].union(*data_sets.values())) == len(data_sets)
    several = len({detector for detector, _ in pairs}) < len(pairs)
    return pairs if single and apart and several and len(set(pairs)) == len(pairs) else None
