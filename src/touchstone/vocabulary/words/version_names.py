"""Names of videos that say the version: ``raw/001.mp4`` beside ``c23/001.mp4``, or ``001_flip.mp4`` beside ``001.mp4``."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_FEWEST = 8
"""Videos from which on chance does not explain that each has all versions and one label."""

_MOST_VERSIONS = 12
_MOST = 0.9
"""Share of videos from which on all are said to have all versions, of one label."""

_DEEPEST = 6
_LEAST_SHARE = 0.04
"""Share of the names from which on a word in them may be a version."""

_WORD = r"[A-Za-z0-9.]{1,24}"
_SUFFIX = r"(?:\.[A-Za-z0-9]{1,5})?$"
_WORDS = "WORDS"
_PLACES = (
    *((f"^(?:[^/]*/){{{at}}}([^/]*)/", f"^(?:[^/]*/){{{at}}}[^/]*/(.+)$") for at in range(_DEEPEST)),
    (r"\.([A-Za-z0-9]{1,5})$", r"^(.+?)(?:\.[A-Za-z0-9]{1,5})?$"),
    (rf"[_\- .]({_WORD}?){_SUFFIX}", rf"^(.+?)(?:[_\- .](?:{_WORDS}))?{_SUFFIX}"),
    (rf"(?:^|/)({_WORD}?)[_\-][^/]+$", rf"^(?:.*/)?(?:(?:{_WORDS})[_\-])?([^/]+)$"),
)
"""Where the version may be, a folder, the suffix, the last or the first word of a name, and the expression for its rest."""

_LOOKED_AT = 2000
_TAKE = rf"^[0-9]{{1,2}}{_SUFFIX}"
"""A number of one or two digits alone, which is a take of whoever is named before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionNames:
    """Where names of videos say the version.

    Attributes:
        expression: regular expression; its part in ``(…)`` is the name without the version.
        versions: the versions; empty where some names say none.
        of_videos: the name without the version of each video.
    """

    expression: str
    versions: tuple[str, ...]
    of_videos: pl.Series


def versions_in_names(videos: pl.Series, labels: pl.Series) -> VersionNames | None:
    """The part of names that says the version, where nearly all videos have all versions, each once, of one label.

    Args:
        videos: their keys, each once.
        labels: ``real`` or ``fake``.

    >>> keys = pl.Series([f"{version}/clip{i}.mp4" for version in ("raw", "c23") for i in range(20)])
    >>> shown = versions_in_names(keys, pl.Series(["real", "fake"] * 20))
    >>> (shown.versions, shown.of_videos[0]) if shown else None
    (('c23', 'raw'), 'clip0.mp4')
    """
    few = videos.gather_every(max(1, videos.len() // _LOOKED_AT))
    for word, expression in _PLACES:
        if not 2 <= _with_words(few, word, expression)[0].n_unique() <= _MOST_VERSIONS:
            continue
        versions, whole = _with_words(videos, word, expression)
        named = videos.str.extract(whole, 1)
        if _are_versions(named, versions, labels):
            return VersionNames(expression=whole, versions=tuple(versions.unique().sort().to_list()), of_videos=named)
    return None


def _with_words(videos: pl.Series, word: str, expression: str) -> tuple[pl.Series, str]:
    """The version of each name, empty where it says none, and the expression with the versions in it."""
    versions = videos.str.extract(word, 1)
    if _WORDS in expression:
        words = _often(versions)
        versions = versions.set(~versions.is_in(words).fill_null(value=True), None)
        expression = expression.replace(_WORDS, "|".join(w.replace(".", r"\.") for w in words))
    return versions.fill_null(""), expression


def _often(word: pl.Series) -> list[str]:
    """The words that many names have, the longest first; none where they are too many."""
    counted = word.drop_nulls().value_counts(name="n")
    often = counted.filter(pl.col("n") >= max(2, _LEAST_SHARE * word.len()))[word.name].to_list()
    return sorted(often, key=lambda w: (-len(w), w)) if len(often) <= _MOST_VERSIONS else []


def _are_versions(named: pl.Series, versions: pl.Series, labels: pl.Series) -> bool:
    """Whether nearly all names have each version once, and one label; both labels have several of them."""
    number = versions.n_unique()
    if 2 * int(named.str.contains(_TAKE).sum()) > named.len():
        return False
    if not 2 <= number <= _MOST_VERSIONS or named.null_count() or named.n_unique() * number > named.len() / _MOST:
        return False
    rows = pl.DataFrame([named.alias("name"), versions.alias("version"), labels.alias("label")])
    names = rows.group_by("name").agg(
        rows=pl.len(), versions=pl.col("version").n_unique(), labels=pl.col("label").n_unique(), label=pl.col("label").first()
    )
    if names.height < _FEWEST or names["label"].n_unique() < 2:
        return False
    whole = names.filter(pl.col("rows") == number, pl.col("versions") == number, pl.col("labels") == 1)
    shares = whole.group_by("label").len().join(names.group_by("label").len(), on="label", suffix="_all")
    return shares.height > 1 and bool((shares["len"] >= _MOST * shares["len_all"]).all())
