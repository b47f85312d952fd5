"""The other side: what a process does from its start to its end."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from touchstone.vocabulary.errors import is_out_of_memory, short_reason

from .memory import limit_memory

_CAPPED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Word(Enum):
    """What a process says; each word comes with a value.

    Attributes:
        READY: its work is loaded, and it waits for tasks.
        UNABLE: its work cannot be loaded; with the reason.
        DONE: a task is done; with the result.
        RAISED: a task raised; with the error.
        NO_MEMORY: a task needed more memory than the process may take.
    """

    READY = auto()
    UNABLE = auto()
    DONE = auto()
    RAISED = auto()
    NO_MEMORY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a process is started with.

    Attributes:
        work: what it does with each task, pickled: it is loaded after the terms hold.
        memory: bytes that it may take; no limit where ``None``.
        one_thread: whether libraries in it are held to one thread.
    """

    work: bytes
    memory: int | None
    one_thread: bool


def serve(line: Connection, terms: Terms) -> None:
    """Do the tasks that come, until an empty one or the end of the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides what Ctrl-C means
    Thread(target=_end_with_parent, daemon=True).start()
    if terms.one_thread:
        os.environ.update(dict.fromkeys(_CAPPED, "1"))
    try:
        work = pickle.loads(terms.work)
    except Exception as error:  # a library that cannot be loaded here, say
        line.send((Word.UNABLE, short_reason(error)))
        return
    if terms.memory is not None:
        limit_memory(terms.memory)
    line.send((Word.READY, None))
    try:
        while task := line.recv_bytes():
            line.send_bytes(_answer(work, task))
    except (EOFError, OSError):  # nobody listens any more
        return


def _answer(work: Callable[..., Any], task: bytes) -> bytes:
    try:
        return pickle.dumps((Word.DONE, work(*pickle.loads(task))))
    except Exception as error:  # it is the caller's to judge
        if is_out_of_memory(error):
            return pickle.dumps((Word.NO_MEMORY, None))
        return pickle.dumps((Word.RAISED, _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error, if it survives the way; a plain one with its words otherwise."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # made by foreign code, to be called with other arguments
        return RuntimeError(short_reason(error))
    return error


def _end_with_parent() -> None:
    """Whoever started this process may be killed while a task runs; nobody needs the task then."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
