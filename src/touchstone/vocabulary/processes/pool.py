"""Several processes and what they have to do: who gets which task, and what becomes of the tasks of those that die."""

from __future__ import annotations

import pickle
import signal
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import wait
from threading import Lock, Thread
from typing import Any

from touchstone.vocabulary.errors import TaskError, TouchstoneError, WorkerStartError, short_reason

from .serve import Terms, Word
from .worker import Job, Worker

_LOOK = 0.25  # seconds from one look at the memory to the next
_MOST_STARTS = 20  # processes in a row that end before they can begin


class Pool:
    """Processes that are kept at work by a thread of their own, whatever the caller is doing.

    A process that dies is replaced. The task that it had is tried once more, in a fresh process, while no other task runs: two
    large ones may have taken the memory from each other. So is a task that ran out of memory, because earlier ones leave
    memory in pieces.

    Args:
        terms: what the processes are started with.
        workers: at most so many at once.
        timeout: seconds that a task may take; any number where ``None``.
    """

    def __init__(self, terms: Terms, workers: int, timeout: float | None) -> None:
        self._terms, self._workers, self._timeout = terms, workers, timeout
        self._waiting: deque[Job] = deque()
        self._again: deque[Job] = deque()
        self._crew: list[Worker] = []
        self._failed_starts = 0
        self._broken: TouchstoneError | None = None
        self._closing = self._stopping = False
        self._lock = Lock()
        self._bell, self._cord = Pipe(duplex=False)
        self._thread = Thread(target=self._work, daemon=True, name="touchstone-pool")
        self._thread.start()

    def add(self, arguments: tuple[Any, ...]) -> Future[Any]:
        """Do a task when its turn comes.

        Returns:
            Its result: what the work gave or raised; a :class:`TaskError` where it was given up; a :class:`WorkerStartError`
            where no process starts.
        """
        task = Job(pickle.dumps(arguments))
        with self._lock:
            if self._broken is not None:
                task.future.set_exception(self._broken)
            else:
                self._waiting.append(task)
        self._ring()
        return task.future

    def close(self) -> None:
        """Wait until everything is done, and end the processes."""
        self._closing = True
        self._ring()
        self._thread.join()

    def stop(self) -> None:
        """End the processes, whatever they do."""
        self._stopping = True
        self.close()

    def _ring(self) -> None:
        with suppress(OSError):  # the thread has ended, and nobody listens
            self._cord.send_bytes(b"!")

    def _work(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # not in this thread, nor in the processes that it starts
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            while not self._stopping and (self._busy or not self._closing):
                self._hand_out()
                self._listen()
        except Exception as error:  # nobody may wait for what will never come
            self._break(WorkerStartError(f"processes cannot be kept at work: {short_reason(error)}"))
        finally:
            self._dismiss()

    @property
    def _busy(self) -> bool:
        return bool(self._waiting or self._again or any(worker.task for worker in self._crew))

    def _hand_out(self) -> None:
        if self._again or any(worker.task and worker.task.deaths for worker in self._crew):
            self._try_again()
            return
        for worker in [worker for worker in self._crew if worker.ready and worker.task is None]:
            if self._waiting:
                self._give(worker, self._waiting)
        starting = sum(not worker.ready for worker in self._crew)
        for _ in range(min(len(self._waiting) - starting, self._workers - len(self._crew))):
            self._crew.append(Worker(self._terms))

    def _try_again(self) -> None:
        """A task whose process died gets a fresh one, once no other task runs."""
        if any(worker.task for worker in self._crew):
            return
        fresh = next((worker for worker in self._crew if worker.fresh), None)
        if fresh is None:
            if len(self._crew) >= self._workers:
                self._crew.pop().end()
            self._crew.append(Worker(self._terms))
        elif fresh.ready:
            self._give(fresh, self._again)

    def _give(self, worker: Worker, tasks: deque[Job]) -> None:
        if worker.take(tasks[0], self._timeout):
            tasks.popleft()

    def _listen(self) -> None:
        lines: dict[object, Worker] = {worker.line: worker for worker in self._crew}
        ends: dict[object, Worker] = {worker.sentinel: worker for worker in self._crew}
        ready = wait([self._bell, *(line for w in self._crew for line in (w.line, w.sentinel))], self._pause())
        if self._bell in ready:
            self._bell.recv_bytes()
        heard, ended = ({places[at] for at in ready if at in places} for places in (lines, ends))
        for worker in list(self._crew):
            if worker in heard:
                self._hear(worker)
            elif worker in ended:
                self._bury(worker, worker.death())
            elif worker.left is not None and worker.left <= 0:
                self._late(worker)
            elif worker.task and worker.too_large:
                self._bury(worker, worker.no_memory())

    def _pause(self) -> float | None:
        """Seconds until somebody has to be looked at."""
        times = [worker.left for worker in self._crew if worker.left is not None]
        if self._terms.memory is not None and any(worker.task for worker in self._crew):
            times.append(_LOOK)
        return max(0.0, min(times)) if times else None

    def _hear(self, worker: Worker) -> None:
        try:
            word, value = worker.hear()
        except (EOFError, OSError):
            self._bury(worker, worker.death())
            return
        if word is Word.READY:
            self._failed_starts = 0
        elif word is Word.UNABLE:
            self._break(WorkerStartError(f"a process cannot load what it needs: {value}"))
        elif word is Word.NO_MEMORY:
            self._bury(worker, worker.no_memory())
        else:
            self._settle(worker, word, value)

    def _settle(self, worker: Worker, word: Word, value: Any) -> None:
        task, worker.task = worker.task, None
        if task is not None:
            task.future.set_result(value) if word is Word.DONE else task.future.set_exception(value)

    def _late(self, worker: Worker) -> None:
        if worker.task is None:
            self._bury(worker, worker.too_late())
            return
        self._settle(worker, Word.RAISED, worker.too_late())
        self._bury(worker, worker.too_late())

    def _bury(self, worker: Worker, error: TaskError) -> None:
        """Remove a process that died or must die; what it had is tried again, or failed."""
        self._crew.remove(worker)
        worker.kill()
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_STARTS:
                how = f"{_MOST_STARTS} in a row, the last by {worker.last_words()}"
                self._break(WorkerStartError(f"processes end before they can begin ({how}); look for what ends them"))
        if worker.task is None:
            return
        worker.task.deaths += 1
        if worker.task.deaths > 1:
            worker.task.future.set_exception(error)
        else:
            self._again.append(worker.task)

    def _break(self, error: TouchstoneError) -> None:
        """Nothing can be done any more, and everybody who waits hears why."""
        with self._lock:
            self._broken = error
            left = [*self._waiting, *self._again, *(worker.task for worker in self._crew if worker.task)]
            self._waiting.clear()
            self._again.clear()
        for worker in self._crew:
            worker.task = None
        for task in left:
            task.future.set_exception(error)

    def _dismiss(self) -> None:
        for worker in self._crew:
            worker.kill() if self._stopping or worker.task or not worker.ready else worker.end()
        with self._lock:
            self._broken = self._broken or TaskError("was not begun: the processes are ended")
        self._break(self._broken)
        self._bell.close()
