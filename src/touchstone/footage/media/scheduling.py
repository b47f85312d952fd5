"""What an encoder does to the scheduling of the process, and undoing it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_TASKS = Path("/proc/self/task")


def keeper() -> Callable[[], None]:
    """Remember which threads are real-time; the result makes those usual again that have become so in the meantime.

    SVT-AV1 gives its threads, and the one that calls it, real-time priority where the process belongs to root (a container,
    say). The priority stays after the encoder has gone, and every process that is started later inherits it: two of them keep
    a machine of two cores from everything else. Elsewhere than on Linux this does nothing.
    """
    if not _TASKS.is_dir() or os.sched_getscheduler(0) != os.SCHED_OTHER:
        return lambda: None
    usual, before = os.sched_getparam(0), _real_time()

    def put_back() -> None:
        for thread in _real_time() - before:
            with suppress(OSError):  # it has ended in the meantime
                os.sched_setscheduler(thread, os.SCHED_OTHER, usual)

    return put_back


def _real_time() -> set[int]:
    """The threads of this process that have real-time priority."""
    threads: set[int] = set()
    for task in _TASKS.iterdir():
        with suppress(OSError):
            if os.sched_getscheduler(int(task.name)) in (os.SCHED_FIFO, os.SCHED_RR):
                threads.add(int(task.name))
    return threads
