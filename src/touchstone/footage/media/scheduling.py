"""What an encoder does to the scheduling of the process, and undoing it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_TASKS = Path("/proc/self/task")


def keeper() -> Callable[[], None]:
    """Remember how the calling thread is scheduled now; the result gives every thread that became real-time the same again.

    SVT-AV1 gives its threads, and the one that calls it, real-time priority where the process belongs to root (a container,
    say). The priority stays after the encoder has gone, and every process that is started later inherits it: two of them keep
    a machine of two cores from everything else. Elsewhere than on Linux this does nothing.
    """
    if not _TASKS.is_dir() or os.sched_getscheduler(0) != os.SCHED_OTHER:
        return lambda: None
    usual = os.sched_getparam(0)

    def put_back() -> None:
        for task in _TASKS.iterdir():
            try:
                if os.sched_getscheduler(int(task.name)) in (os.SCHED_FIFO, os.SCHED_RR):
                    os.sched_setscheduler(int(task.name), os.SCHED_OTHER, usual)
            except OSError:
                continue  # the thread has ended in the meantime

    return put_back
