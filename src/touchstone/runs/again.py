"""Videos that failed because of the machine: which they are, and which of them are being read again."""

from __future__ import annotations

import polars as pl

from touchstone.detectors.inference import Progress, discard_again
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import MACHINE_FAILURES
from touchstone.vocabulary.tables import VIDEOS, read_table

from .folder import RunFolder

_RECORD = "again"


class Again:
    """The videos of a run that are being read again; ``run.json`` holds them, so that a call that was stopped continues.

    Args:
        folder: of the run.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    @property
    def videos(self) -> tuple[str, ...]:
        """Keys of the videos that are being read again."""
        return tuple((self._folder.record() or {}).get(_RECORD) or ())

    def begin(self, progress: Progress) -> None:
        """Choose the videos of a scored run that failed because of the machine."""
        videos = self._failed()
        if not videos:
            progress.note("no video failed because of the machine; none is read again")
            return
        progress.note(f"{len(videos)} video(s) that failed because of the machine are read again")
        discard_again(self._folder.path)
        # Their rows are replaced table by table; until all are, no checksum of the tables holds.
        self._note({_RECORD: videos, "checksums": {}})

    def end(self) -> None:
        """They were read again, and the tables hold their rows."""
        self._note({_RECORD: None, "checksums": self._folder.checksums()})

    def _note(self, values: dict[str, object]) -> None:
        self._folder.write({**(self._folder.record() or {}), **values})

    def say(self, progress: Progress) -> None:
        """Say how many videos failed because of the machine, and what to do."""
        count = len(self._failed())
        if count:
            causes = "for lack of time, memory or disk, or because a process died"
            progress.note(
                f"{count} video(s) failed because of the machine, {causes}; {option('retry_failed')} reads them again"
            )

    def _failed(self) -> list[str]:
        videos = read_table(VIDEOS, self._folder.tables)
        return videos.filter(pl.col("failure").is_in(MACHINE_FAILURES))["video"].to_list()
