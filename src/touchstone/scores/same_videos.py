"""Files whose paths differ above a common end hold the same videos: names are made equal before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import share_of
from touchstone.vocabulary.words import FOLDERS, names_data_set, split_of

from .join import matched_keys, with_keys
from .options import FilesAre
from .scored import Scored
from .told_apart import short_names

_SAME = 0.5
"""Share of the videos of the smaller file from which on equal ends of paths are equal videos."""

_FEWEST = 8
"""Equal ends from which on they are not chance."""

_OTHER_LABELS = 0.2
"""Of videos of equal ends, the share with other labels from which on they are other videos."""

_MOST_PIECES = 64
_LOOKED_AT = 200
_STEM = r"([^/]+?)(?:\.[A-Za-z0-9]{1,5})?$"
_BETWEEN = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Keys:
    """The videos of one file, or of several that spell them alike: columns ``video`` and ``label``."""

    path: Path
    videos: pl.DataFrame
    shared: bool


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Meeting:
    """Which videos of two files end alike.

    Attributes:
        matched: columns ``video``, ``key`` and both labels: ends that are once on either side.
        unclear: columns ``video`` and ``key``: names that are once on one side and several times on the other.
        share: of the videos of the smaller file, how many are in either.
    """

    matched: pl.DataFrame
    unclear: pl.DataFrame
    share: float


def with_same_videos(files: Sequence[Scored], files_are: FilesAre | None) -> tuple[list[Scored], list[str]]:
    """Name videos alike in all files, where their paths end alike and differ above.

    Names match as those of labels do: by the longest common end, each once. Nothing is renamed between files that share whole
    names, where labels or words of the path (a split, a label, a data set) say that the videos are others, and where the user
    says that the files are data sets.

    Raises:
        UsageError: nothing says whether the videos are the same; the message shows a key of either side.
    """
    if len(files) == 1 and files[0].scores["detector"].n_unique() < 2:
        return list(files), []
    pieces = [(i, *piece) for i, file in enumerate(files) for piece in _pieces(file)]
    if len(pieces) < 2 or files_are == "datasets":
        return list(files), []
    every = [_ends(videos["video"]) for _, _, videos in pieces]
    ends = _ends_of_several(every)
    if not ends.len():
        return list(files), []
    counts = pl.concat([videos["video"] for _, _, videos in pieces])
    often = counts.filter(counts.is_duplicated()).unique().implode()
    meeting = {at for at, ends_of_piece in enumerate(every) if ends_of_piece.is_in(ends.implode()).any()}
    groups: list[_Keys] = []
    named, notes = list(files), list[str]()
    meets_another = [piece for at, piece in enumerate(pieces) if at in meeting]
    for i, path, videos in sorted(meets_another, key=lambda piece: -_depth(piece[2])):
        keys = _Keys(path=path, videos=videos, shared=bool(videos["video"].is_in(often).any()))
        for group in groups:
            keyed, note = _met(keys, group, files_are)
            if keyed is not None:
                named[i] = with_keys(named[i], keyed)
                keys = replace(keys, videos=_renamed_keys(keys.videos, keyed))
            notes += [note] if note else []
        _joined(groups, keys)
    return named, notes


def _ends(videos: pl.Series) -> pl.Series:
    """Names without folders and suffix, in lower case."""
    return videos.str.to_lowercase().str.extract(_STEM)


def _ends_of_several(pieces: Sequence[pl.Series]) -> pl.Series:
    """Ends of names that several pieces have: a piece with none of them meets no other."""
    every = pl.concat([ends.unique() for ends in pieces]).drop_nulls()
    return every.filter(every.is_duplicated()).unique()


def _joined(groups: list[_Keys], keys: _Keys) -> None:
    """Add videos to the group that spells them alike, or as a group of their own."""
    for at, group in enumerate(groups):
        if keys.videos["video"].is_in(group.videos["video"].implode()).any():
            both = pl.concat([group.videos, keys.videos]).unique("video", maintain_order=True)
            groups[at] = replace(group, videos=both, shared=True)
            return
    groups.append(keys)


def _pieces(file: Scored) -> list[tuple[Path, pl.DataFrame]]:
    """Name and videos of a file; of each of its detectors, where no two scored a video of one name."""
    if file.scores["detector"].n_unique() < 2:
        return [(file.path, _videos(file))]
    if not file.facts["video"].is_duplicated().any() and file.scores["row"].is_duplicated().any():
        return [(file.path, file.facts.select("video", "label"))]  # several detectors scored the same rows
    scored = file.scores.select("detector", "video").unique(maintain_order=True)
    names = scored["detector"].unique(maintain_order=True)
    if not 1 < names.len() <= _MOST_PIECES or scored["video"].is_duplicated().any():
        return [(file.path, _videos(file))]
    every = _videos(file)
    return [(Path(str(name)), every.join(scored.filter(detector=name), on="video", how="semi")) for name in names]


def _renamed_keys(videos: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    both = videos.join(keyed, on="video", how="left", maintain_order="left")
    return both.select(pl.coalesce("key", "video").alias("video"), "label")


def _videos(file: Scored) -> pl.DataFrame:
    facts = file.facts.select("video", "label")
    if not facts["video"].is_duplicated().any():
        return facts
    return facts.group_by("video", maintain_order=True).agg(pl.col("label").drop_nulls().first())


def _depth(videos: pl.DataFrame) -> float:
    return float(videos["video"].head(1000).str.count_matches("/").mean() or 0)  # pyright: ignore[reportArgumentType]


def _met(keys: _Keys, group: _Keys, files_are: FilesAre | None) -> tuple[pl.DataFrame | None, str]:
    """New names for the videos of a file that are those of a group, and a note; ``None`` where they are others."""
    meeting = _meeting(keys.videos, group.videos)
    if meeting is None or _other_labels(meeting.matched):
        return None, ""
    pairs = pl.concat([meeting.matched.select("video", "key"), meeting.unclear])
    if not pairs.height or _say_others(pairs, data_sets=files_are is None):
        return None, ""
    if meeting.unclear.height and meeting.share >= _SAME:
        raise UsageError(_unclear(keys, group, meeting.unclear))
    if files_are is None and meeting.share < _SAME:
        if meeting.matched.height >= _FEWEST:
            raise UsageError(_which(keys, group, meeting.matched, f"{meeting.matched.height:,} names"))
        return None, ""
    if files_are is None and _files_say_folders(keys, group, meeting.matched):
        if keys.shared or group.shared:
            return None, ""
        raise UsageError(_which(keys, group, meeting.matched, "names"))
    return meeting.matched.select("video", "key"), _note(keys, group, meeting.matched, files_are)


def _meeting(videos: pl.DataFrame, keys: pl.DataFrame) -> _Meeting | None:
    """``None`` where the files share whole names, or no name at all."""
    if videos["video"].is_in(keys["video"].implode()).any():
        return None
    stems, others = (_ends(f["video"]) for f in (videos, keys))
    if not stems.is_in(others.implode()).any():
        return None
    matched = matched_keys(videos.select("video"), keys.select("video")).drop_nulls("key").drop("how")
    unclear = _ambiguous(videos["video"], stems, keys["video"], others)
    unclear = unclear.join(matched, on="video", how="anti").join(matched, on="key", how="anti")
    matched = matched.join(videos, on="video").join(keys.select(key="video", other="label"), on="key")
    smaller = min(videos.height, keys.height)
    share = (matched.height + min(unclear["video"].n_unique(), unclear["key"].n_unique())) / smaller
    return _Meeting(matched=matched, unclear=unclear, share=share)


def _ambiguous(videos: pl.Series, stems: pl.Series, keys: pl.Series, others: pl.Series) -> pl.DataFrame:
    """Names that are once on one side and several times on the other, with a key of either."""
    left = pl.DataFrame({"stem": stems, "video": videos}).group_by("stem", maintain_order=True)
    right = pl.DataFrame({"stem": others, "key": keys}).group_by("stem", maintain_order=True)
    both = left.agg(pl.col("video").first(), n=pl.len()).join(
        right.agg(pl.col("key").first(), m=pl.len()), on="stem", maintain_order="left"
    )
    return both.filter((pl.col("n") == 1) != (pl.col("m") == 1)).select("video", "key")


def _other_labels(matched: pl.DataFrame) -> bool:
    both = matched.drop_nulls(["label", "other"])
    return both.height >= _FEWEST and share_of(both["label"] != both["other"]) > _OTHER_LABELS


def _heads(pairs: pl.DataFrame) -> list[tuple[list[str], list[str]]]:
    """Folders of both keys above their common end, in lower case."""
    heads: list[tuple[list[str], list[str]]] = []
    for video, key in pairs.head(_LOOKED_AT).iter_rows():
        a, b = (path.lower().strip("/").split("/")[:-1] for path in (video, key))
        while a and b and a[-1] == b[-1]:
            a, b = a[:-1], b[:-1]
        heads.append((a, b))
    return heads


def _say_others(pairs: pl.DataFrame, *, data_sets: bool) -> bool:
    """Whether folders of most pairs name different splits, labels or (with ``data_sets``) data sets, as of other videos."""
    meanings: list[Callable[[str], str | None]] = [split_of, FOLDERS.get]
    if data_sets:
        meanings.append(lambda word: word if names_data_set(word) else None)
    return share_of(pl.Series([any(_differ(*head, m) for m in meanings) for head in _heads(pairs)])) > _SAME


def _differ(a: Sequence[str], b: Sequence[str], meaning: Callable[[str], str | None]) -> bool:
    meant, other = ({meaning(word) for word in words} - {None} for words in (a, b))
    return bool(meant) and bool(other) and not meant & other


def _files_say_folders(keys: _Keys, group: _Keys, matched: pl.DataFrame) -> bool:
    """Whether the names of both files hold a word of the folders in which their paths differ."""
    a, b = _heads(matched.select("video", "key").head(1))[0]
    words, others = ({w for part in parts for w in _BETWEEN.split(part) if w} for parts in (a, b))
    stem, other = ({w for w in _BETWEEN.split(path.stem.lower()) if w} for path in (keys.path, group.path))
    return bool((words - others) & (stem - other)) and bool((others - words) & (other - stem))


def _beside(pairs: pl.DataFrame) -> str:
    return f"{quoted(pairs['video'][0])} beside {quoted(pairs['key'][0])}"


def _unclear(keys: _Keys, group: _Keys, unclear: pl.DataFrame) -> str:
    return (
        f"{keys.path} and {group.path} name the same videos in different ways, and some names are once in one file and several "
        f"times in the other, as {_beside(unclear)}; write more of their paths, or say {option('files_are', 'datasets')} if "
        "they are different videos"
    )


def _which(keys: _Keys, group: _Keys, matched: pl.DataFrame, what: str) -> str:
    return (
        f"{what} of {keys.path} are in {group.path} under other folders, as {_beside(matched)}; if they are the same videos, say "
        f"{option('files_are', 'detectors')}, if they are different ones, {option('files_are', 'datasets')}"
    )


def _note(keys: _Keys, group: _Keys, matched: pl.DataFrame, files_are: FilesAre | None) -> str:
    back = "" if files_are else f" (if they are different videos, say {option('files_are', 'datasets')})"
    names = short_names([keys.path, group.path])
    return (
        f"{matched.height:,} of {keys.videos.height:,} videos of {names[keys.path]} are those of {names[group.path]} under other "
        f"paths, as {_beside(matched)}: they are matched by the longest common end{back}"
    )
