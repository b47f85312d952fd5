"""What many files are, without measuring them: facts, hash, and whether they can be read."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchstone.vocabulary.defaults import TIMEOUT
from touchstone.vocabulary.errors import Failure, MediaError, TaskError, failure_of, one_line
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.processes import cores, in_order, memory_share

from .container import only_this_file
from .facts import VideoFacts
from .video import open_video


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What one look at a file gave.

    Attributes:
        facts: what the container says; ``None`` where it cannot be read.
        sha256: hash of the file; ``None`` where it cannot be read.
        file_size: bytes; ``None`` where it cannot be read.
        failure: why it cannot be read, in a word; ``None`` where it can.
        reason: the same as a sentence.
    """

    facts: VideoFacts | None = None
    sha256: str | None = None
    file_size: int | None = None
    failure: Failure | None = None
    reason: str | None = None


def glances(
    paths: Iterable[Path], frames: int, *, timeout: float = TIMEOUT, workers: int | None = None
) -> Generator[Glance]:
    """Look at files in processes of their own: one that hangs, crashes or takes too much memory is one that cannot be read.

    Args:
        paths: the files, taken as they are needed.
        frames: evenly spread frames that are decoded; 0 for none.
        timeout: seconds that one file may take.
        workers: processes; one per processor where ``None``.

    Yields:
        One look per file, in order; close it where it is left before its end.
    """
    workers = workers or cores()
    tasks = ((path, frames) for path in paths)
    with closing(in_order(look_at, tasks, workers, timeout, memory=memory_share(workers))) as futures:
        for _, future in futures:
            yield _outcome(future)


def look_at(path: Path, frames: int) -> Glance:
    """Open a file, decode some frames of it, and hash it.

    Raises:
        MemoryError: this process may not take as much memory as it needs.
    """
    try:
        with only_this_file(), open_video(path, frames=frames, window=0) as video:
            for frame in video.frames():
                _ = frame.luma
            return Glance(facts=video.facts, sha256=file_sha256(path), file_size=path.stat().st_size)
    except MediaError as error:
        return Glance(failure=failure_of(error), reason=str(error))


def _outcome(future: Any) -> Glance:
    try:
        return future.result()
    except TaskError as error:
        return Glance(failure=failure_of(error), reason=f"reading {one_line(error)}")
