"""Names of videos that tell whom they show: target and source, persons, clips with numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from .version_names import VersionNames, versions_in_names

DONOR = "donor"
"""Name of the part of an expression that finds the donor: ``(?P<donor>…)``."""

_LEAST = 0.9
"""Share of the names that an expression must find, so that it is offered."""

_MOST_REAL_DONORS = 0.1
"""Share of real videos with a donor beyond which the second name is none: a real video shows one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePattern:
    """One way in which names of videos tell their groups.

    Attributes:
        expression: regular expression; its part in ``(…)`` is the group, that in ``(?P<donor>…)`` the donor.
        meaning: what such names look like, in words.
        any_word: whether any word may be before the number: then three groups are needed, and words for parts of a data set
            (``part_1``, ``c23``) are none.
    """

    expression: str
    meaning: str
    any_word: bool = False


_PERSON = "(?:person|subject|subj|sub|actor|speaker|spk|participant|client|user|identity)[_ -]?[0-9]+"
_WORD = "[A-Za-z]+[_ -]?[0-9]+"
_COUNTED = "[^/.]*[0-9][^/.]*(?:[.][A-Za-z0-9]+)?$"
"""A name of a file with a number, apart from its suffix."""

_PART_NUMBER = r"(?i)\d+(?:m?s)?(?:[.]|$)"
"""The number of a part of a video, or its time."""

_FEWEST_OF_ANY_WORD = 3
_OF_STORAGE = frozenset({
    "c", "crf", "q", "qp", "part", "set", "fold", "batch", "split", "chunk", "shard", "run", "data", "dataset", "disk", "vol",
    "volume", "frame", "frames", "img", "image", "exp", "epoch", "method", "gan", "test", "train", "val", "real", "fake", "h",
    "vp", "level", "aug",
})  # fmt: skip
"""Words before a number that name a part of a data set, or for how it was encoded, and nobody."""

_PICTURE = r"(?i)/[^/]*[0-9][^/]*[.](?:bmp|jpe?g|png|tiff?|webp)$"
_FEWEST_FOLDERS = 8
_FIRST = 256

NAME_PATTERNS = (
    NamePattern(
        expression=f"(?i)(?:^|[/_ .-])({_PERSON})(?:_(?P<donor>{_PERSON}))?(?:[^0-9]|$)",
        meaning="persons with numbers (person_03/take_001, subject12-clip3)",
    ),
    NamePattern(
        expression=f"(?:^|/)({_WORD}|[0-9]+)/(?:.*/)?{_COUNTED}",
        meaning="folders with numbers that hold numbered videos (S01/T02)",
        any_word=True,
    ),
    NamePattern(
        expression=f"(?:^|/)({_WORD}|[0-9]+)/{_COUNTED}",
        meaning="folders with numbers that hold numbered videos (S01/T02)",
        any_word=True,
    ),
    NamePattern(
        expression="(?:^|/)(id[0-9]+|[0-9]{5})(?:_(?P<donor>id[0-9]+))?(?:[_./]|$)",
        meaning="persons as in Celeb-DF (id1_0001, id1_id2_0001)",
    ),
    NamePattern(
        expression="(?:^|/)([0-9]{2,3})(?:_(?P<donor>[0-9]{2,3}))?(?:[^0-9/][^/]*)?$",
        meaning="target and source as in FaceForensics++ (001, 001_002)",
    ),
    NamePattern(
        expression=f"(?:^|/)({_WORD})[_ -]{_COUNTED}",
        meaning="a number before another number (S01_T02, scene7-clip3)",
        any_word=True,
    ),
    NamePattern(
        expression="(?:^|/)([^/]*[A-Za-z][^/]*?)[_ -][0-9]+(?:[.][A-Za-z0-9]+)?$",
        meaning="clips with numbers (clip_1, clip_2)",
    ),
)
"""Expressions that are tried, the most special first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGroups:
    """Groups that the names of videos show.

    Attributes:
        pattern: the expression that finds them, and its meaning.
        of_videos: group and donor of each video, columns ``group`` and ``donor``, null where its name shows none.
        matched: videos whose names show a group.
        groups: different groups among them.
        donors: different donors among them.
    """

    pattern: NamePattern
    of_videos: pl.DataFrame
    matched: int
    groups: int
    donors: int


def groups_by_name(videos: pl.Series, expression: str) -> pl.DataFrame:
    """Group and donor of each video, as the expression finds them in its key; null where it finds none.

    Args:
        videos: keys.
        expression: regular expression; the group is its first part in ``(…)`` that is not ``(?P<donor>…)``.

    >>> groups_by_name(pl.Series(["id1_id2_0007.mp4", "id1_0001.mp4"]), "(id[0-9]+)_(?:(?P<donor>id[0-9]+)_)?").rows()
    [('id1', 'id2'), ('id1', None)]
    """
    donor = re.compile(expression).groupindex.get(DONOR)
    group = 2 if donor == 1 else 1
    nothing = pl.Series(DONOR, [None], dtype=pl.String).new_from_index(0, videos.len())
    return pl.DataFrame(
        {
            "group": videos.str.extract(expression, group),
            DONOR: nothing if donor is None else videos.str.extract(expression, donor),
        }
    )


def groups_in_names(videos: pl.Series, labels: pl.Series) -> NameGroups | None:
    """The groups that the names of videos show, by the first expression of ``NAME_PATTERNS`` that fits.

    It fits if it finds nine of ten names, and between two groups and half as many as there are videos, none of which holds
    more than half of the videos of a label: what many videos of one label share in their names is often a method. Fakes
    may have donors, real videos may not. Where names say versions of videos, as ``c23/001.mp4`` and ``c40/001.mp4``, groups keep
    the versions of a video together, and are these where no other expression fits.

    Args:
        videos: their keys, each once.
        labels: ``real`` or ``fake``.

    >>> keys = pl.Series(["001.mp4", "002.mp4", "001_002.mp4", "002_001.mp4"])
    >>> shown = groups_in_names(keys, pl.Series(["real", "real", "fake", "fake"]))
    >>> (shown.groups, shown.donors) if shown else None
    (2, 2)
    >>> groups_in_names(pl.Series(["a.mp4", "b.mp4"]), pl.Series(["real", "fake"])) is None
    True
    """
    versions = versions_in_names(videos, labels)
    for pattern in NAME_PATTERNS:
        if not _found_often(videos, pattern.expression):
            continue
        of_videos = groups_by_name(videos, pattern.expression)
        both = of_videos.with_columns(label=labels)
        if versions is not None and _parts_versions(both["group"], versions):
            continue
        if _number_pictures(videos, both["group"]):
            continue
        if _fits(both) and not (pattern.any_word and _of_storage(both["group"])):
            named = both.drop_nulls("group")
            return NameGroups(
                pattern=pattern, of_videos=of_videos, matched=named.height, groups=named["group"].n_unique(),
                donors=named[DONOR].drop_nulls().n_unique(),
            )  # fmt: skip
    return None if versions is None else _of_versions(versions)


def _of_versions(shown: VersionNames) -> NameGroups:
    words = ", ".join(word or "none" for word in shown.versions)
    what = "parts" if all(re.match(_PART_NUMBER, word) for word in shown.versions) else "versions"
    pattern = NamePattern(expression=shown.expression, meaning=f"{what} of a video ({words})")
    names = shown.of_videos
    of_videos = pl.DataFrame({"group": names, DONOR: pl.Series([None], dtype=pl.String).new_from_index(0, names.len())})
    return NameGroups(pattern=pattern, of_videos=of_videos, matched=names.len(), groups=names.n_unique(), donors=0)


def _parts_versions(groups: pl.Series, shown: VersionNames) -> bool:
    """Whether groups put versions of one video into several. Words that differ in a number (``S01``, ``S02``) are persons."""
    if len({word.rstrip("0123456789") for word in shown.versions}) == 1:
        return False
    return pl.DataFrame({"name": shown.of_videos, "group": groups}).unique().height > shown.of_videos.n_unique()


def _number_pictures(videos: pl.Series, groups: pl.Series) -> bool:
    """Whether groups are numbers of pictures in folders, of which most folders have each: ``a/000.png``, ``b/000.png``."""
    if not videos.head(_FIRST).str.contains(_PICTURE).all():
        return False
    both = pl.DataFrame({"folder": videos.str.extract("^(.*)/"), "group": groups}).drop_nulls().unique()
    folders, numbers = both["folder"].n_unique(), both["group"].n_unique()
    return folders >= _FEWEST_FOLDERS and both.height > folders * numbers / 2


def _found_often(videos: pl.Series, expression: str) -> bool:
    return videos.len() > 0 and int(videos.str.contains(expression).sum()) >= _LEAST * videos.len()


def _of_storage(groups: pl.Series) -> bool:
    """Whether groups that any word may name are too few, or parts of a data set."""
    names = groups.drop_nulls().unique()
    words = names.str.extract("^([A-Za-z]+)").str.to_lowercase()
    return names.len() < _FEWEST_OF_ANY_WORD or bool(words.is_in(list(_OF_STORAGE)).any())


def _fits(of_videos: pl.DataFrame) -> bool:
    named = of_videos.drop_nulls("group")
    groups = named["group"].n_unique()
    if not 2 <= groups <= of_videos.height / 2:
        return False
    reals = named.filter(label="real")
    if reals.height - reals[DONOR].null_count() > _MOST_REAL_DONORS * reals.height:
        return False
    of_label = dict(of_videos.group_by("label").len().iter_rows())
    largest = named.group_by("label", "group").len().group_by("label").agg(pl.col("len").max())
    return all(2 * most <= of_label[label] for label, most in largest.iter_rows())
