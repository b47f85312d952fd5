"""What of a corpus is made already: one small file per clip, written after the clip itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from touchstone.footage.media import Box
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.tables import read_json, write_bytes

from .make import WrittenClip

FOLDER = ".made"


class Ledger:
    """The clips that a corpus folder holds, by their recipes' digests.

    Args:
        folder: of the corpus.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries = folder / FOLDER

    def enter(self, written: WrittenClip) -> None:
        """Note that a clip was written."""
        write_bytes(self._path(written.video), json.dumps(asdict(written)).encode())

    def find(self, video: str, digest: str) -> WrittenClip | None:
        """The clip as it was written, where its recipe, the code and the file's content are still the same."""
        written = self._read(self._path(video))
        if written is None or written.digest != digest:
            return None
        try:
            path = self._folder / video
            same = path.stat().st_size == written.size and file_sha256(path) == written.sha256
        except OSError:
            return None
        return written if same and not path.is_symlink() else None

    def forget_all_but(self, videos: Iterable[str]) -> int:
        """Remove every clip that this ledger knows and that is not among ``videos``; returns how many."""
        kept = {self._path(video) for video in videos}
        gone = 0
        for path in sorted(self._entries.glob("*.json")):
            written = None if path in kept else self._read(path)
            if written is not None and path == self._path(written.video) and self._holds(written.video):
                (self._folder / written.video).unlink(missing_ok=True)
                path.unlink()
                gone += 1
        return gone

    def _holds(self, video: str) -> bool:
        """Whether a key leads to a place inside the folder, through no link: what is noted may be from somebody else."""
        key = PurePosixPath(video)
        if key.is_absolute() or ".." in key.parts:
            return False
        return not any((self._folder / parent).is_symlink() for parent in key.parents)

    def _path(self, video: str) -> Path:
        return self._entries / f"{video.replace('/', '__')}.json"

    def _read(self, path: Path) -> WrittenClip | None:
        try:
            return _clip(read_json(path))
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _clip(fields: Any) -> WrittenClip:
    """What a note says.

    Raises:
        TypeError, ValueError, KeyError: it is not a note.
    """
    faces = tuple(None if box is None else Box(*map(float, box)) for box in fields["faces"])
    clip = WrittenClip(**{**fields, "faces": faces})
    texts = (clip.video, clip.digest, clip.sha256)
    if not all(isinstance(text, str) for text in texts) or type(clip.size) is not int:
        raise TypeError("a field has the wrong type")
    return clip
