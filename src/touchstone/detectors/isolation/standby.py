"""One process that is kept for the next task: starting it takes longer than most tasks."""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from threading import RLock, Timer
from typing import Any

from touchstone.vocabulary.processes import in_order

_IDLE = 20.0
"""Seconds after which a process that has nothing to do is ended."""


class Standby:
    """A process for tasks that come one at a time, from any thread.

    It starts with the first task, and ends when it has been idle for a while, or with the main process.
    """

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work
        self._waiting: deque[tuple[Any]] = deque()
        self._answers: Generator[tuple[tuple[Any, ...], Any]] | None = None
        self._timeout = 0.0
        self._owner = os.getpid()
        self._lock = RLock()
        self._end_later: Timer | None = None
        atexit.register(self.end)

    def do(self, task: Any, timeout: float) -> Any:
        """Do a task; where the process dies, another one does it, as :func:`in_order` promises.

        Args:
            task: what the work is called with, and what it answers, cross between processes.
            timeout: seconds after which it is given up; at least so many, where the process was started for a longer task.

        Raises:
            TaskError: it took longer, or the processes that tried it died.
            WorkerStartError: no process starts.
        """
        with self._lock:
            self._stay()
            return self._answer(task, timeout)

    def end(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._stay()
            answers, self._answers = self._answers, None
            self._waiting.clear()
            if answers is not None and self._owner == os.getpid():
                answers.close()

    def _answer(self, task: Any, timeout: float) -> Any:
        answered = False
        try:
            answers = self._ready(timeout)
            self._waiting.append((task,))
            _, future = next(answers)
            answer = future.result()
            answered = True
        finally:
            # Also where the user stops the run: nothing may go on in the background.
            self._rest() if answered else self.end()
        return answer

    def _ready(self, timeout: float) -> Generator[tuple[tuple[Any, ...], Any]]:
        if self._owner != os.getpid() or timeout > self._timeout:
            self.end()
        if self._answers is None:
            self._owner, self._timeout = os.getpid(), timeout
            # As many threads as in the main process, whose digits it must give.
            self._answers = in_order(self._work, self._tasks(), 1, timeout, ahead=1, one_thread=False)
        return self._answers

    def _tasks(self) -> Iterator[tuple[Any]]:
        while self._waiting:
            yield self._waiting.popleft()

    def _rest(self) -> None:
        self._end_later = Timer(_IDLE, self.end)
        self._end_later.daemon = True
        self._end_later.start()

    def _stay(self) -> None:
        if self._end_later is not None:
            self._end_later.cancel()
            self._end_later = None
