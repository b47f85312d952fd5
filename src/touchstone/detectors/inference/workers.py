"""Videos are read in processes of their own: a decoder that crashes or hangs costs one video, not the run."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation, observe
from touchstone.vocabulary.defaults import FRAMES, TIMEOUT, WINDOW
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.processes import ignore_interrupt, spawning


@dataclass(frozen=True, slots=True)
class Reading:
    """How videos are read.

    Attributes:
        frames: evenly spread frames per video.
        window: seconds of the window of consecutive frames.
        timeout: seconds after which a video counts as unreadable.
        workers: processes.
        faces: what looks for faces: ``none``, or as :func:`touchstone.footage.faces.open_face_detector` takes it.
    """

    frames: int = FRAMES
    window: float = WINDOW
    timeout: float = TIMEOUT
    workers: int = 1
    faces: str = "none"


class Readers:
    """Processes that read videos ahead, in order, never more than a few at a time."""

    def __init__(self, reading: Reading, contracts: tuple[InputContract, ...], ahead: int) -> None:
        self._reading = reading
        self._contracts = contracts
        self._ahead = max(ahead, reading.workers)
        self._pool = ProcessPool(max_workers=reading.workers, initializer=ignore_interrupt, context=spawning())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Observation]]:
        """Yield every entry with what was read off it, in the order given."""
        waiting: deque[tuple[Entry, Any]] = deque()
        source = iter(entries)
        while True:
            while len(waiting) < self._ahead and (entry := next(source, None)) is not None:
                waiting.append((entry, self._submit(entry)))
            if not waiting:
                return
            entry, future = waiting.popleft()
            yield entry, _as_stated(entry, self._result(future))

    def _submit(self, entry: Entry) -> Any:
        return self._pool.schedule(
            observe,
            args=(entry.path, self._contracts),
            kwargs={"frames": self._reading.frames, "window": self._reading.window, "faces": self._reading.faces},
            timeout=self._reading.timeout,
        )

    def _result(self, future: Any) -> Observation:
        try:
            return future.result()
        except TimeoutError:
            reason = f"reading took longer than {self._reading.timeout:g} s"
        except ProcessExpired as error:
            reason = f"the decoder crashed (exit code {error.exitcode})"
        except CancelledError:
            reason = "reading was cancelled"
        return Observation({"status": "failed", "reason": reason})


def _as_stated(entry: Entry, seen: Observation) -> Observation:
    """A file whose content is not what the corpus says it is has failed: it may be another video."""
    if entry.sha256 is None or seen.video.get("sha256") in (None, entry.sha256):
        return seen
    facts = {name: seen.video[name] for name in ("sha256", "file_size")}
    return Observation({**facts, "status": "failed", "reason": "its content is not that of the hash in the manifest"})
