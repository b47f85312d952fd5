"""This side: one process, the line to it, and the task that it has."""

from __future__ import annotations

import signal
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from touchstone.vocabulary.errors import (
    TaskCrashError,
    TaskError,
    TaskMemoryError,
    TaskTimeoutError,
)

from .memory import processes_killed_for_memory, resident
from .serve import Terms, Word, serve
from .start import spawning

_STARTING = 300.0  # seconds that loading the work may take
_ENDING = 5.0  # seconds that a process may take to end by itself


@dataclass(slots=True, eq=False)
class Job:
    """What is to be done.

    Attributes:
        arguments: of the work, pickled.
        future: holds the result in the end.
        deaths: processes that died while they had it.
    """

    arguments: bytes
    future: Future[Any] = field(default_factory=Future[Any])
    deaths: int = 0


class Worker:
    """A process.

    Args:
        terms: what it is started with.

    Attributes:
        line: what it says is heard here.
        ready: whether it has loaded its work.
        fresh: whether it has had no task yet.
        task: what it has to do.
    """

    def __init__(self, terms: Terms) -> None:
        context = spawning()
        self.line, other = context.Pipe()
        self._terms = terms
        self._process = context.Process(target=serve, args=(other, terms), daemon=True)
        self._killed_before = processes_killed_for_memory()
        self._process.start()
        other.close()
        self.ready, self.fresh = False, True
        self.task: Job | None = None
        self._timeout: float | None = None
        self._until: float | None = time.monotonic() + _STARTING

    @property
    def sentinel(self) -> int:
        """Ready, for :func:`multiprocessing.connection.wait`, once the process has ended."""
        return self._process.sentinel

    @property
    def left(self) -> float | None:
        """Seconds that it has left for what it does; ``None``: any number."""
        return None if self._until is None else self._until - time.monotonic()

    @property
    def too_large(self) -> bool:
        """Whether it holds more memory than it may."""
        limit = self._terms.memory
        return limit is not None and resident(self._process.pid or 0) > limit

    def take(self, task: Job, timeout: float | None) -> bool:
        """Begin a task; ``False`` where it has died before."""
        try:
            self.line.send_bytes(task.arguments)
        except OSError:
            return False
        self.task, self.fresh, self._timeout = task, False, timeout
        self._until = None if timeout is None else time.monotonic() + timeout
        return True

    def hear(self) -> tuple[Word, Any]:
        """The next thing that it says.

        Raises:
            EOFError, OSError: it has ended.
        """
        try:
            word, value = self.line.recv()
        except (EOFError, OSError):
            raise
        except Exception as error:  # a result that cannot be taken out of its wrapping
            word, value = Word.RAISED, error
        self._until = None
        self.ready = True
        return word, value

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.join(_ENDING)  # one that waits for a dead network disk cannot be ended: it is left
        self.line.close()

    def end(self) -> None:
        """Let it end by itself; it has nothing to do."""
        with suppress(OSError):
            self.line.send_bytes(b"")
        self._process.join(_ENDING)
        self.kill()

    def too_late(self) -> TaskError:
        """The error of a task that took too long."""
        return TaskTimeoutError(self._timeout or 0.0)

    def no_memory(self) -> TaskError:
        """The error of a task that took too much memory."""
        return TaskMemoryError(self._terms.memory)

    def death(self) -> TaskError:
        """The error of a task in whose process this one ended."""
        if self._exitcode() == -signal.SIGKILL and processes_killed_for_memory() > self._killed_before:
            return TaskMemoryError(None)
        return TaskCrashError(self.last_words())

    def last_words(self) -> str:
        """How it ended, for a sentence: the signal, or the exit code."""
        code = self._exitcode()
        if code is None or code >= 0:
            return f"exit code {code}"
        return next((f"signal {s.name}" for s in signal.Signals if s == -code), f"signal {-code}")

    def _exitcode(self) -> int | None:
        self._process.join(_ENDING)
        return self._process.exitcode
