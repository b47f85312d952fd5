"""Check labelled footage: its files, hashes, splits and truth table, and whether metadata reveals its labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from touchstone.conclusions.examination import examine_footage
from touchstone.detectors.inference import Progress
from touchstone.footage.corpus import Corpus, Entry, open_corpus, read_truth
from touchstone.footage.media import Glance, glances
from touchstone.vocabulary.defaults import TIMEOUT
from touchstone.vocabulary.tables import VIDEOS

_SHOWN = 3  # names in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of a check.

    Attributes:
        real: real videos that can be read.
        fake: fake videos that can be read.
        problems: what must be fixed before numbers can be trusted, one line each.
        warnings: what a reader of the numbers must know, one line each.
        notes: how the footage was read.
    """

    real: int
    fake: int
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def check(
    path: Path, progress: Progress, *, timeout: float = TIMEOUT, workers: int | None = None, strict_paths: bool = False
) -> Checked:
    """Check a corpus; every file is opened and hashed, none is decoded completely.

    Args:
        path: folder or manifest.
        progress: reports every file.
        timeout: seconds after which a video counts as unreadable.
        workers: processes that read videos; one per processor where ``None``.
        strict_paths: refuse footage that lies outside its folder.

    Raises:
        CorpusError: the layout is not recognised, or the truth table cannot be used.
    """
    corpus = open_corpus(path, strict_paths=strict_paths)
    rows: list[dict[str, Any]] = []
    progress.start(len(corpus.entries), 0, None)
    looks = glances((entry.path for entry in corpus.entries), frames=1, timeout=timeout, workers=workers)
    try:
        with closing(looks):
            for entry, look in zip(corpus.entries, looks, strict=True):
                rows.append(_row(entry, look))
                progress.advance(1)
    finally:
        progress.stop()
    videos = pl.DataFrame(rows, schema=VIDEOS.schema)
    footage = examine_footage(videos)
    problems = [*_unreadable(videos), *_duplicates(videos), *_splits(corpus, videos), *_truth(corpus)]
    warnings: list[str] = []
    for label, count in (("real", footage.real), ("fake", footage.fake)):
        if count == 0:
            problems.append(f"no {label} video can be read, so real and fake cannot be compared")
    if footage.shortcut is not None:
        shortcut = footage.shortcut
        warnings.append(
            f"{shortcut.name} alone reveals the label: AUC {shortcut.auc:.2f} where chance gives {shortcut.chance:.2f} "
            f"(n = {shortcut.n}); a detector can look good by using it"
        )
    if footage.confounded:
        warnings.append("most sources hold one label only, so a detector that recognises the source knows the label")
    return Checked(
        real=footage.real, fake=footage.fake, problems=tuple(problems), warnings=tuple(warnings), notes=corpus.notes
    )


def _row(entry: Entry, look: Glance) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(VIDEOS.schema)
    row |= {
        name: getattr(entry, name)
        for name in ("video", "label", "method", "dataset", "source", "group", "donor", "split")
    }
    if look.facts is None:
        return {**row, "status": "failed", "failure": look.failure, "reason": look.reason}
    row |= {**look.facts.row(), "sha256": look.sha256, "file_size": look.file_size}
    if entry.sha256 not in (None, look.sha256):
        reason = "its content is not that of the hash in the manifest"
        return {**row, "status": "failed", "failure": "file", "reason": reason}
    return {**row, "status": "ok"}


def _unreadable(videos: pl.DataFrame) -> Iterator[str]:
    for (reason,), part in videos.filter(status="failed").group_by("reason", maintain_order=True):
        yield f"{part.height} video(s) cannot be used: {reason} ({_some(part['video'].to_list())})"


def _duplicates(videos: pl.DataFrame) -> Iterator[str]:
    for (_,), part in videos.filter(pl.col("sha256").is_not_null()).group_by("sha256", maintain_order=True):
        if part.height > 1:
            labels = part["label"].n_unique()
            words = "the same file with both labels" if labels > 1 else "the same file several times"
            yield f"{words}: {_some(part['video'].to_list())}"


def _splits(corpus: Corpus, videos: pl.DataFrame) -> Iterator[str]:
    """Persons, donors and contents that are in more than one split."""
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    hashes = dict(videos.select("video", "sha256").iter_rows())
    for entry in corpus.entries:
        if entry.split is None:
            continue
        for person in {entry.group, entry.donor} - {None}:
            where["person or group", str(person)].add(entry.split)
        if hashes[entry.video]:
            where["content", hashes[entry.video]].add(entry.split)
    for kind in ("person or group", "content"):
        torn = sorted(name for (what, name), splits in where.items() if what == kind and len(splits) > 1)
        if torn:
            yield f"{len(torn)} {kind}(s) in more than one split: {_some(torn)}"


def _truth(corpus: Corpus) -> Iterator[str]:
    truth = read_truth(corpus)
    if not truth.height:
        return
    defects = truth.filter(pl.col("dose").is_not_null() & (pl.col("domain") != "common"))
    labels = {entry.video: entry.label for entry in corpus.entries}
    planted = set(defects["video"])
    wrong = sorted(video for video in planted if labels[video] == "real")
    bare = sorted(video for video, label in labels.items() if label == "fake" and video not in planted)
    if wrong:
        yield f"{len(wrong)} real video(s) with a planted defect in the truth table: {_some(wrong)}"
    if bare:
        yield f"{len(bare)} fake video(s) without a defect in the truth table: {_some(bare)}"


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
