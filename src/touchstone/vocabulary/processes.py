"""Work in processes of its own: how many there are, what they leave to the main process, and results in order."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, nullcontext
from itertools import chain
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import RLock
from types import ModuleType
from typing import Any

_CAPPED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ignore_interrupt() -> None:
    """The first thing in a process that works for another: the main one decides what Ctrl-C means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Process(SpawnProcess):
    """A process that starts without the script or notebook of whoever called.

    A spawned process reads the module ``__main__`` again before it works. The tasks here never need it, and a script that
    calls Touchstone at its top level would start itself over and over.
    """

    _starting = RLock()

    def start(self) -> None:
        with self._starting:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class _Context(SpawnContext):
    Process = _Process


def spawning() -> SpawnContext:
    """How every process of Touchstone is started: a fresh interpreter that does not read the caller's script."""
    return _Context()


@contextmanager
def one_thread_each() -> Generator[None]:
    """Processes that are started inside have one thread each, where there are as many as processors."""
    before = {name: os.environ.get(name) for name in _CAPPED}
    os.environ.update(dict.fromkeys(_CAPPED, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def in_order(
    work: Callable[..., Any],
    tasks: Iterable[tuple[Any, ...]],
    workers: int,
    timeout: float | None = None,
    *,
    ahead: int | None = None,
    one_thread: bool = True,
) -> Generator[tuple[tuple[Any, ...], Any]]:
    """Do tasks in as many processes as ``workers``; a few are ahead of the one that is waited for.

    Args:
        work: called in a process with what a task holds.
        tasks: arguments of ``work``, taken as they are needed.
        workers: processes.
        timeout: seconds after which a task is given up.
        ahead: tasks that are begun before the first is asked for; four for each process where ``None``.
        one_thread: whether libraries in the processes are held to one thread.

    Returns:
        Each task with its future, in order; a process that crashes costs its own task alone. Ask a future for its result
        before the next one is taken: the last step waits for all that run. Where it is closed before its end, what still
        runs is ended.
    """
    from pebble import ProcessPool

    source = iter(tasks)
    first = next(source, None)
    if first is None:
        return
    pool = ProcessPool(max_workers=workers, initializer=ignore_interrupt, context=spawning())
    try:
        with one_thread_each() if one_thread else nullcontext():
            begun: deque[tuple[tuple[Any, ...], Any]] = deque()
            for task in chain((first,), source):
                begun.append((task, pool.schedule(work, args=task, timeout=timeout)))
                if len(begun) >= max(workers, ahead or 4 * workers):
                    yield begun.popleft()
            while begun:
                yield begun.popleft()
        pool.close()
    finally:
        if pool.active:
            pool.stop()
        pool.join()
