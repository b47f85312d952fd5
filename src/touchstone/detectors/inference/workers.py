"""Videos are read in processes of their own: a decoder that crashes or hangs costs one video, not the run."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import tee
from typing import Any

from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation, observe
from touchstone.vocabulary.defaults import FRAMES_PER_VIDEO, TIMEOUT, WINDOW
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import TaskError, failure_of
from touchstone.vocabulary.processes import in_order, memory_share


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSettings:
    """How videos are read.

    Attributes:
        frames: evenly spread frames per video.
        window: seconds of the window of consecutive frames.
        timeout: seconds after which a video counts as unreadable.
        workers: processes.
        memory: bytes that one of them may take; ``None``: its share of what is free when it starts.
        faces: what looks for faces: ``none``, or as :func:`touchstone.footage.faces.open_face_detector` takes it.
        measured: whether the footage is measured too; otherwise no more is read of it than detectors are fed.
    """

    frames: int = FRAMES_PER_VIDEO
    window: float = WINDOW
    timeout: float = TIMEOUT
    workers: int = 1
    memory: int | None = None
    faces: str = "none"
    measured: bool = True


def read_ahead(
    entries: Iterable[Entry], reading: ReadingSettings, contracts: tuple[InputContract, ...], ahead: int
) -> Generator[tuple[Entry, Observation]]:
    """Yield every entry with what was read off it, in the order given; close it where it is left before its end.

    Args:
        entries: the videos, taken as they are needed.
        reading: how they are read.
        contracts: what detectors are to be shown.
        ahead: videos that are read before the first is asked for.
    """
    work = partial(
        observe, contracts=contracts, frames=reading.frames, window=reading.window, faces=reading.faces,
        measured=reading.measured,
    )  # fmt: skip
    begun, shown = tee(entries)
    tasks = ((entry.path,) for entry in begun)
    memory = reading.memory or memory_share(reading.workers)
    futures = in_order(
        work, tasks, reading.workers, reading.timeout, memory=memory, ahead=ahead, one_thread=False
    )  # fmt: skip
    with closing(futures):
        for entry, (_, future) in zip(shown, futures, strict=True):
            yield entry, _as_stated(entry, _result(future))


def _result(future: Any) -> Observation:
    try:
        return future.result()
    except TaskError as error:
        return Observation(video={"status": "failed", "failure": failure_of(error), "reason": f"reading {error}"})


def _as_stated(entry: Entry, seen: Observation) -> Observation:
    """A file whose content is not what the corpus says it is has failed: it may be another video."""
    if entry.sha256 is None or seen.video.get("sha256") in (None, entry.sha256):
        return seen
    facts = {name: seen.video[name] for name in ("sha256", "file_size")}
    return Observation(
        video={
            **facts, "status": "failed", "failure": "file",
            "reason": "its content is not that of the hash in the manifest",
        }
    )  # fmt: skip
