"""Layout *folders*: the name of a folder on the way to the file says what is in it (``real/``, ``fake/``, any depth)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from touchstone.vocabulary.words import FOLDERS

from ..entry import VIDEO_SUFFIXES, Corpus, Entry, readable
from ..layout import Layout, LayoutPriority


class Folders(Layout):
    """Every video file below a folder whose name is a label; the folder nearest to the file decides.

    ``fake/METHOD/…/x.mp4`` names the method; folders above the label name the data set. Groups and sources cannot be
    known from this layout.
    """

    name = "folders"
    description = "folders named real/ and fake/ (0_real/, original/, manipulated/ …) at any depth"
    priority = LayoutPriority.GENERAL

    def read(self, path: Path) -> Corpus | None:
        """The labelled videos of a folder; ``None`` where there is none."""
        return _read(path) if path.is_dir() else None


LAYOUT = Folders()


def _read(root: Path) -> Corpus | None:
    entries: list[Entry] = []
    unlabelled: list[str] = []
    for path in _video_files(root):
        relative = path.relative_to(root)
        entry = _label(path, relative)
        if entry is None:
            unlabelled.append(readable(relative.as_posix()))
        else:
            entries.append(entry)
    if not entries:
        return None
    notes = ["no groups and no sources are known in this layout: videos are assumed independent"]
    if unlabelled:
        notes.append(
            f"{len(unlabelled)} video(s) left out, because no folder in their path is called real or fake "
            f"(first: {sorted(unlabelled)[0]})"
        )
    ordered = tuple(sorted(entries, key=lambda e: e.video))
    return Corpus(root=root, layout="folders", entries=ordered, notes=tuple(notes))


def _label(path: Path, relative: PurePath) -> Entry | None:
    folders = relative.parts[:-1]
    for depth in reversed(range(len(folders))):
        label = FOLDERS.get(folders[depth].lower())
        if label is not None:
            below = folders[depth + 1] if depth + 1 < len(folders) else None
            above = "/".join(folders[:depth]) or None
            return Entry(
                video=readable(relative.as_posix()),
                path=path,
                label=label,
                method=readable(below) if label == "fake" and below else None,
                dataset=readable(above) if above else None,
            )
    return None


def _video_files(root: Path) -> Iterator[Path]:
    """All files with the suffix of a video; links to folders are followed, each real folder once."""
    seen: set[str] = set()
    for folder, folders, files in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for name in sorted(files):
            if Path(name).suffix.lower() in VIDEO_SUFFIXES and not name.startswith("."):
                yield Path(folder, name)
