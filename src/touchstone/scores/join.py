"""Match names of videos by the longest common end of their paths, then without the suffix; never ambiguously."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.sheets import Labels

from .labels_of_names import labels_for_each, names_in_file, without_groups_of_names
from .scored import Scored
from .told_apart import short_names

_DEEPEST = 12
"""Folders of a path that are compared."""

_FLATTENED = 4
"""Folders and a name that one name may hold, as ``fake_000.mp4`` does that of ``fake/000.mp4``."""

_WHOLE = "by the whole name"
_SUFFIX = r"\.[A-Za-z0-9]{1,5}$"


def _steps(deepest: int) -> list[tuple[str, pl.Expr]]:
    """From the whole path down to the name of the file, and the same without its suffix."""
    ends = [(depth, _end(pl.col("parts"), depth)) for depth in range(deepest, 0, -1)]
    steps = [(_WHOLE, pl.col("video"))]
    steps += [("by the end of the path" if n > 1 else "by the name of the file alone", end) for n, end in ends]
    steps += [
        (
            "by the end of the path without suffix" if n > 1 else "by the name without folder and suffix",
            end.str.replace(_SUFFIX, ""),
        )
        for n, end in ends
    ]
    return steps


def _plain(short: pl.Expr) -> pl.Expr:
    """Names without zeros before numbers, and with straight apostrophes: ``0001`` is ``1``."""
    return short.str.replace_all("[’‘`´]", "'").str.replace_all(r"(^|[^0-9.])0+([0-9])", "$1$2")


def _flat_pairs(names: pl.DataFrame, paths: pl.DataFrame) -> pl.DataFrame:
    """Names that hold folders and name of one path alone, joined by ``_`` or ``-``: columns ``name`` and ``path``."""
    flat = names.select(pl.col("video").alias("name"), _joined_by_line(1).alias("short"))
    ends = [paths.select(pl.col("video").alias("path"), _joined_by_line(d).alias("short")) for d in range(2, _FLATTENED + 1)]
    once = ~pl.col("short").is_duplicated() & pl.col("short").is_not_null()
    pairs = flat.filter(once).join(pl.concat(ends).filter(once), on="short").select("name", "path")
    return pairs.filter(~pl.col("path").is_duplicated())


def _joined_by_line(depth: int) -> pl.Expr:
    return _end(pl.col("parts"), depth).str.replace(_SUFFIX, "").str.replace_all(r"[/_\-]+", "_")


def _end(parts: pl.Expr, depth: int) -> pl.Expr:
    """The last folders and the name; null where a path has fewer."""
    return pl.when(parts.list.len() >= depth).then(parts.list.tail(depth).list.join("/"))


def _split(paths: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The frame with a column ``parts``, the folders and the name in lower case, and how many the longest path has."""
    parts = pl.col("video").str.strip_chars_start("/").str.to_lowercase().str.split("/")
    split = paths.with_columns(parts=parts)
    return split, int(split["parts"].list.len().max() or 0)  # pyright: ignore[reportArgumentType]


def join_labels(files: Sequence[Scored], labels: Sequence[Labels]) -> tuple[list[Scored], list[Labels], list[str]]:
    """Rename the videos of the scores to the keys of the labels, so that different spellings of a video are the same video.

    Labels in the score files are kept: if they differ from those of the label file, the video counts as contradicting. Videos of
    one name that a score file tells apart keep their names; where the label files do not know these, each takes the label that
    they give the name.

    Returns:
        The files of scores, those of labels, with a row for each of the videos that share a label, and notes.

    Raises:
        TableError: the label files have no row with a label, or give one label to several videos of a detector.
    """
    keys = pl.concat([file.facts.select("video") for file in labels]).unique(maintain_order=True)
    if not keys.height:
        way = f"correct the file, or leave {option('labels')} out"
        raise TableError(f"{labels[0].path}: no row names a video and its label; {way}")
    joined: list[Scored] = []
    shared: list[pl.DataFrame] = []
    notes: list[str] = []
    names = short_names([file.path for file in (*files, *labels)])
    for file in files:
        keyed = matched_keys(file.facts.select("video").unique(maintain_order=True), keys)
        file = with_keys(file, keyed)
        ways = keyed.drop_nulls("how").group_by("how", maintain_order=True).len().iter_rows()
        counted = [f"{count:,} {how}" for how, count in ways]
        alone = keyed.filter(pl.col("key").is_null())["video"]
        pairs = _keys_of_names(file, alone, keyed, keys)
        if pairs.height:
            alone = alone.filter(~alone.is_in(pairs["video"].implode()))
            counted.append(_shared_note(pairs))
            file = without_groups_of_names(file, pairs, labels)
            shared.append(pairs)
        missed = f"; none for {alone.len():,}, as {alone[0]!r} beside {keys['video'][0]!r}" if alone.len() else ""
        notes.append(f"{names[file.path]}: labels found for {', '.join(counted) or 'no video'}{missed}")
        joined.append(file)
    _see_that_keys_tell_apart(files, joined, labels, shared)
    return joined, labels_for_each(labels, pl.concat(shared)) if shared else list(labels), notes


def _keys_of_names(file: Scored, videos: pl.Series, keyed: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """For videos without a label the key of the name that they share in the file: columns ``video``, ``name`` and ``key``."""
    named = names_in_file(file, videos)
    free = keys.filter(~pl.col("video").is_in(keyed["key"].drop_nulls().implode()))
    of_names = matched_keys(named.select(video="name").unique(maintain_order=True), free).drop_nulls("key")
    return named.join(of_names.select(name="video", key="key"), on="name", how="inner", maintain_order="left")


def _shared_note(pairs: pl.DataFrame) -> str:
    videos = pairs.filter(key=pairs["key"][0])["video"].head(2).to_list()
    return (
        f"{pairs.height:,} by the name that several videos share, each with the label of that name, as {names_of(videos)} that "
        f"of {pairs['key'][0]!r} (if only one of them has it, name the videos there as here)"
    )


def _see_that_keys_tell_apart(
    files: Sequence[Scored], joined: Sequence[Scored], labels: Sequence[Labels], shared: Sequence[pl.DataFrame]
) -> None:
    """Raise an error where a detector has scores of several videos of different files, and labels know them by one name."""
    if len(files) < 2:
        return
    pairs = [
        file.scores.select("detector", name="video", key=renamed.scores["video"]).unique(maintain_order=True)
        for file, renamed in zip(files, joined, strict=True)
    ]
    every = pl.concat(pairs).unique(maintain_order=True)
    if shared:
        of_names = pl.concat(shared).unique("video", maintain_order=True)
        every = every.join(of_names, left_on="name", right_on="video", how="left", maintain_order="left", suffix="_of_name")
        of_name = (pl.col("name_of_name"), pl.col("key_of_name"))
        every = every.select("detector", name=pl.coalesce(of_name[0], "name"), key=pl.coalesce(of_name[1], "key"))
        every = every.unique(maintain_order=True)
    several = every.filter(pl.struct("detector", "key").is_duplicated())
    if not several.height:
        return
    key = several["key"][0]
    name, other = several.filter(key=key, detector=several["detector"][0])["name"].head(2)
    at = names_of(short_names([file.path for file in labels]).values())
    raise TableError(
        f"{at}: {several['key'].n_unique():,} of its names are each of several videos of one detector, as {key!r} of {name!r} "
        f"and {other!r}; name them there as here, or say {option('files_are', 'detectors')} if each file of scores is a detector"
    )


def with_keys(file: Scored, keyed: pl.DataFrame) -> Scored:
    """The file with other names for its videos.

    Args:
        file: a file of scores.
        keyed: columns ``video`` (each once) and ``key``, its new name; null where it keeps its own.
    """
    if not keyed.filter(pl.col("key") != pl.col("video")).height:
        return file
    new_keys, new = keyed.select("video", "key"), pl.coalesce("key", "video").alias("video")
    facts, scores = (
        t.join(new_keys, on="video", how="left", maintain_order="left").with_columns(new).drop("key")
        for t in (file.facts, file.scores)
    )
    return replace(file, facts=facts, scores=scores)


def matched_keys(videos: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """For each video the key that shares the longest end of the path with it, where no other shares it; no key is given twice.

    Args:
        videos: column ``video``, each once.
        keys: the same for the other side.

    Returns:
        Columns ``video``, ``key`` (null if none matches) and ``how``.
    """
    (left, deepest), (keys, most) = _split(videos.select("video")), _split(keys.select("video"))
    parts = list[pl.DataFrame]()
    taken = pl.Series("key", [], dtype=pl.String)
    steps = _steps(min(_DEEPEST, deepest, most))
    plain = [(f"{how}, spelled plainly", _plain(short)) for how, short in steps if how != _WHOLE]
    for how, short in steps + plain:
        if not left.height:
            break
        alone = ~pl.col("short").is_duplicated() & pl.col("short").is_not_null()
        single = keys.select(pl.col("video").alias("key"), short.alias("short")).filter(alone)
        single = single.filter(~pl.col("key").is_in(taken.implode()))
        asked = left.with_columns(short.alias("short")).filter(alone)  # two videos of the scores must not become one
        joined = asked.join(single, on="short", how="inner").select("video", "key", pl.lit(how).alias("how"))
        parts.append(joined)
        taken = pl.concat([taken, joined["key"]])
        left = left.join(joined, on="video", how="anti", maintain_order="left")
    if left.height:
        free = keys.filter(~pl.col("video").is_in(taken.implode()))
        flat, deep = _flat_pairs(left, free), _flat_pairs(free, left)
        pairs = pl.concat([flat.select(video="name", key="path"), deep.select(video="path", key="name")])
        pairs = pairs.filter(~pl.col("video").is_duplicated() & ~pl.col("key").is_duplicated())
        parts.append(pairs.with_columns(how=pl.lit("by folder and name joined by '_'")))
        left = left.join(pairs, on="video", how="anti", maintain_order="left")
    nothing = left.select("video").with_columns(key=pl.lit(None, dtype=pl.String), how=pl.lit(None, dtype=pl.String))
    return pl.concat([*parts, nothing])
