"""One process at a time in a folder that is being filled."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None

from touchstone.vocabulary.errors import TouchstoneError
from touchstone.vocabulary.system import said_of


@contextmanager
def locked(folder: Path, error: type[TouchstoneError], otherwise: str) -> Generator[None]:
    """Hold a folder: two processes that fill one would spoil it. Released by the system if the process dies.

    Args:
        folder: made where it is not there.
        error: raised where another process holds it.
        otherwise: what a user can choose instead of waiting, in words.

    Raises:
        TouchstoneError: of the class ``error``: another process holds it, or something else is in the place of its lock.
        OSError: the system refuses it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    with said_of(path):
        handle = _opened(path, error)
    try:
        if fcntl is not None and not _taken(handle, path):
            raise error(f"{folder} is being filled by another process; wait for it or choose another {otherwise}")
        yield
    finally:
        os.close(handle)


_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Flags that Windows lacks: follow no link, do not wait for the other end of a pipe."""

_NO_FILE = frozenset({errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENODEV})


def _opened(path: Path, error: type[TouchstoneError]) -> int:
    """Open a plain file without following a link and without changing what it holds; make it where it is not there."""
    refusal = error(f"{path} is a link, a folder or a device, not a plain file; remove it")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
    except OSError as refused:
        if refused.errno in _NO_FILE:
            raise refusal from refused
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise refusal
    return handle


def _taken(handle: int, path: Path) -> bool:
    """Take the lock; ``False`` if another process holds it."""
    assert fcntl is not None, "asked only where there are locks"
    with said_of(path):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
