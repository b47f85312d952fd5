"""Labelled footage: which files, and what is known of each before it is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.errors import CorpusError, TableError
from touchstone.vocabulary.hashes import sha256_of
from touchstone.vocabulary.tables import PROPERTIES, TRUTH, read_table
from touchstone.vocabulary.words import Label

VIDEO_SUFFIXES = frozenset(
    (".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts",
     ".webm", ".wmv")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One labelled video.

    Attributes:
        video: its key, the path relative to the corpus with forward slashes; base names may collide, keys do not.
        path: where the file is.
        label: ``real`` or ``fake``.
        method: how the fake was made.
        dataset: data set that it belongs to.
        source: where the clip comes from: site, camera, part of a data set.
        group: person or clip whose footage it is; videos of one group are not independent.
        donor: second identity, if any.
        split: ``train``, ``val`` or ``test``, where the corpus says so.
        sha256: hash that the corpus states for the file.
    """

    video: str
    path: Path
    label: Label
    method: str | None = None
    dataset: str | None = None
    source: str | None = None
    group: str | None = None
    donor: str | None = None
    split: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Labelled footage in the order of its keys.

    Attributes:
        root: folder that the keys are relative to.
        layout: how it was recognised: the name of a :class:`touchstone.footage.corpus.Layout`.
        entries: the videos.
        notes: what a user should know about how it was read, one line each.
        properties: what else a manifest states of the videos, as the table ``properties`` holds it.
    """

    root: Path
    layout: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    properties: pl.DataFrame = field(default_factory=PROPERTIES.empty, compare=False)

    def count(self, label: Label) -> int:
        """Number of videos with this label."""
        return sum(entry.label == label for entry in self.entries)

    def limited(self, per_class: int, seed: int = 0) -> Corpus:
        """At most ``per_class`` videos of each label, drawn evenly at random from a seed, the same ones every time."""
        chosen: list[Entry] = []
        for label in ("real", "fake"):
            drawn = sorted((e for e in self.entries if e.label == label), key=lambda e: _draw(e.video, seed))
            chosen += drawn[:per_class]
        note = f"at most {per_class} videos per class: {len(chosen)} of {len(self.entries)} drawn with seed {seed}"
        kept = self.properties.filter(pl.col("video").is_in([e.video for e in chosen]))
        entries = tuple(sorted(chosen, key=lambda e: e.video))
        return replace(self, entries=entries, notes=(*self.notes, note), properties=kept)


def read_truth(corpus: Corpus) -> pl.DataFrame:
    """Rows of the ``truth`` table for the videos of a corpus; none where it knows nothing.

    Raises:
        CorpusError: the file is there and is not a truth table.
    """
    try:
        table = read_table(TRUTH, corpus.root, foreign=True)
    except TableError as error:
        raise CorpusError(
            f"{corpus.root / 'truth.parquet'} cannot be used: {error}; correct it or remove it"
        ) from error
    return table.filter(pl.col("video").is_in([entry.video for entry in corpus.entries]))


def _draw(key: str, seed: int) -> bytes:
    return sha256_of(f"{seed}:{key}")


def readable(path: Path | str) -> str:
    """The path as text that any table can hold: bytes that are not UTF-8 are shown as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
