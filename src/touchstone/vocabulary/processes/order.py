"""Tasks in, results out, in the same order."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import chain
from typing import Any

from .pool import Pool
from .serve import Terms


def in_order(
    work: Callable[..., Any],
    tasks: Iterable[tuple[Any, ...]],
    workers: int,
    timeout: float | None = None,
    *,
    memory: int | None = None,
    ahead: int | None = None,
    one_thread: bool = True,
) -> Generator[tuple[tuple[Any, ...], Any]]:
    """Do tasks in as many processes as ``workers``; a few are ahead of the one that is waited for.

    Args:
        work: called in a process with what a task holds.
        tasks: arguments of ``work``, taken as they are needed.
        workers: processes.
        timeout: seconds after which a task is given up.
        memory: bytes that a process may hold; no limit where ``None``.
        ahead: tasks that are begun before the first is asked for; four for each process where ``None``.
        one_thread: whether libraries in the processes are held to one thread.

    Returns:
        Each task with its future, in order. Ask a future for its result before the next one is taken: the last step waits for
        all that run. Where it is closed before its end, what still runs is ended.

        A process that dies costs nothing but time: its task is tried once more. A future raises what ``work`` raised, or a
        :class:`touchstone.vocabulary.errors.TaskError`: the task took too long, took too much memory twice, or ended its
        process twice.

    Raises:
        WorkerStartError: by every future that is left, where processes do not start.
    """
    source = iter(tasks)
    first = next(source, None)
    if first is None:
        return
    pool = Pool(Terms(work=pickle.dumps(work), memory=memory, one_thread=one_thread), workers, timeout)
    try:
        begun: deque[tuple[tuple[Any, ...], Any]] = deque()
        for task in chain((first,), source):
            begun.append((task, pool.add(task)))
            if len(begun) >= max(workers, ahead or 4 * workers):
                yield begun.popleft()
        while begun:
            yield begun.popleft()
        pool.close()
    finally:
        pool.stop()
