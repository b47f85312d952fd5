"""One process at a time in a folder that is being filled."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None

from touchstone.vocabulary.errors import TouchstoneError


@contextmanager
def locked(folder: Path, error: type[TouchstoneError], otherwise: str) -> Generator[None]:
    """Hold a folder: two processes that fill one would spoil it. Released by the system if the process dies.

    Args:
        folder: made where it is not there.
        error: raised where another process holds it.
        otherwise: what a user can choose instead of waiting, in words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise error(
                    f"{folder} is being filled by another process; wait for it or choose another {otherwise}"
                ) from busy
        yield
