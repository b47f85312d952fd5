"""The samples: every clip of a corpus as it is, and with the known changes that were asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchstone.footage.corpus import Corpus, Entry, open_corpus, read_truth
from touchstone.footage.media import Box
from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.hashes import sha256_of

from .changes import SHAM, Change, forges
from .reading import Ask, FacesByFrame
from .splits import TEST, Piece, Split, draw_split, stated


@dataclass(frozen=True, slots=True)
class ShownClip:
    """One clip in one form.

    Attributes:
        entry: number of the clip in the corpus.
        change: known change that is made in it; ``None``: none.
    """

    entry: int
    change: Change | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Goal:
    """What one specialist has to learn.

    Attributes:
        fake: per shown clip, whether it is fake for this specialist.
        train: numbers of the shown clips to train on.
        val: numbers of the held-out clips, which are never changed.
        split: how the clips of the corpus were divided.
        meaning: what counts as fake, as text.
    """

    fake: NDArray[np.bool_]
    train: NDArray[np.int64]
    val: NDArray[np.int64]
    split: Split
    meaning: str


class Samples:
    """A corpus and the forms in which its clips are shown.

    Args:
        corpus: labelled footage.
        changes: known changes; every clip is also shown with each of them. If there are any, it is also shown re-encoded without
            a change, because otherwise re-encoding alone would reveal the label.

    Raises:
        CorpusError: ``truth.parquet`` or ``faces.parquet`` cannot be used.
    """

    def __init__(self, corpus: Corpus, changes: Sequence[Change] = ()) -> None:
        self.corpus = corpus
        self._truth = _domains(corpus)
        forms: list[Change | None] = [None, *((SHAM, *changes) if changes else ())]
        tested = [stated(entry.split) in TEST for entry in corpus.entries]
        # the forms of one clip are next to each other, so that its file is still in memory when it is read again
        self.shown = tuple(ShownClip(i, form) for i in range(len(corpus.entries)) if not tested[i] for form in forms)
        self._faces = _known_faces(corpus)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The clips of the corpus."""
        return self.corpus.entries

    def group(self, shown: int) -> str:
        """The group of a shown clip; without one, the clip itself is its group."""
        return _group(self.entries[self.shown[shown].entry])

    def goal(self, key: str, seed: int) -> Goal:
        """What the specialist ``key`` has to learn, and which clips are held out.

        Raises:
            CorpusError: one side would lack a class.
        """
        fakes = [self._fake(number, key) for number in range(len(self.entries))]
        pieces = [Piece(_group(e), fake, e.split) for e, fake in zip(self.entries, fakes, strict=True)]
        split = draw_split(pieces, seed)
        learned, held = set(split.train), set(split.val)
        train = [i for i, s in enumerate(self.shown) if s.entry in learned]
        val = [i for i, s in enumerate(self.shown) if s.entry in held and s.change is None]
        meaning = f"clips with a defect of the domain {key}" if self._truth else "clips that are labelled fake"
        return Goal(
            fake=self.fakes(key),
            train=np.array(train, np.int64),
            val=np.array(val, np.int64),
            split=split,
            meaning=meaning,
        )

    def fakes(self, key: str) -> NDArray[np.bool_]:
        """Per shown clip, whether it is fake for the specialist ``key``."""
        fake = [self._fake(number, key) for number in range(len(self.entries))]
        marks = [fake[s.entry] if s.change is None else s.change.positive(key, fake[s.entry]) for s in self.shown]
        return np.array(marks, bool)

    def ask(self, shown: int, sights: tuple[str, ...]) -> Ask:
        """The request for a shown clip, for a process that reads clips."""
        entry, change = self.entries[self.shown[shown].entry], self.shown[shown].change
        faces = None if self._faces is None else self._faces.get(entry.video, {})
        return Ask(video=entry.video, path=entry.path, sights=sights, sha256=entry.sha256, change=change, faces=faces)

    def digest(self) -> str:
        """Hash of the shown clips, their forms and faces; a file enters by its size and time of change."""
        decided = [
            [e.video, *_stamp(e.path), e.sha256, None if s.change is None else str(s.change)]
            for s in self.shown
            for e in (self.entries[s.entry],)
        ]
        faces = b"" if self._faces is None else (self.corpus.root / "faces.parquet").read_bytes()
        return sha256_of(json.dumps(decided), faces).hex()

    def _fake(self, number: int, key: str) -> bool:
        entry = self.entries[number]
        domains = self._truth.get(entry.video)
        return entry.label == "fake" if domains is None else key in domains


def open_samples(path: Path, changes: Sequence[Change] = (), *, strict_paths: bool = False) -> Samples:
    """The samples of a folder or manifest; ``strict_paths`` refuses clips outside it.

    Raises:
        CorpusError: it cannot be used.
    """
    return Samples(open_corpus(path, strict_paths=strict_paths), changes)


def _group(entry: Entry) -> str:
    return entry.video if entry.group is None else f"group {entry.group}"


def _stamp(path: Path) -> tuple[int | None, int | None]:
    try:
        facts = path.stat()
    except OSError:
        return None, None
    return facts.st_size, facts.st_mtime_ns


def _domains(corpus: Corpus) -> dict[str, set[str]]:
    """Domains of the forgeries of every video in the truth table; a sham adds none."""
    domains: dict[str, set[str]] = {}
    for video, domain, name, dose in read_truth(corpus).select("video", "domain", "intervention", "dose").iter_rows():
        domains.setdefault(video, set()).update(() if dose is None or not forges(name) else (domain,))
    return domains


def _known_faces(corpus: Corpus) -> Mapping[str, FacesByFrame] | None:
    path = corpus.root / "faces.parquet"
    if not path.is_file():
        return None
    columns = ["video", "index", "x", "y", "width", "height"]
    try:
        table = pl.read_parquet(path, columns=columns)
        faces: dict[str, dict[int, Box]] = {}
        for video, index, *box in table.drop_nulls().iter_rows():
            faces.setdefault(str(video), {})[int(index)] = Box(*(float(value) for value in box))
    except (pl.exceptions.PolarsError, OSError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0]
        raise CorpusError(f"{path} cannot be used as a table of faces: {reason}; correct it or remove it") from error
    if any(not all(abs(v) < 1e6 for v in box) or min(box[2:]) <= 0 for of in faces.values() for box in of.values()):
        raise CorpusError(f"{path} holds a face without a position and a size in pixels; correct it or remove it")
    return faces
