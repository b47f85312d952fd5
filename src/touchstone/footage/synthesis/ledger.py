"""What of a corpus is made already: one small file per clip, written after the clip itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from touchstone.footage.media import Box
from touchstone.vocabulary.tables import write_bytes

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
        """The clip as it was written, where its recipe, the code and the file's size are still the same."""
        written = self._read(self._path(video))
        if written is None or written.digest != digest:
            return None
        try:
            same = (self._folder / video).stat().st_size == written.size
        except OSError:
            return None
        return written if same else None

    def forget_all_but(self, videos: Iterable[str]) -> int:
        """Remove every clip that this ledger knows and that is not among ``videos``; returns how many."""
        kept = {self._path(video) for video in videos}
        gone = 0
        for path in sorted(self._entries.glob("*.json")):
            written = None if path in kept else self._read(path)
            if written is not None and path == self._path(written.video):
                (self._folder / written.video).unlink(missing_ok=True)
                path.unlink()
                gone += 1
        return gone

    def _path(self, video: str) -> Path:
        return self._entries / f"{video.replace('/', '__')}.json"

    def _read(self, path: Path) -> WrittenClip | None:
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            faces = tuple(None if box is None else Box(*box) for box in fields["faces"])
            return WrittenClip(**{**fields, "faces": faces})
        except (OSError, ValueError, TypeError, KeyError):
            return None
