"""The beginning of a file of weights, and what is said of one that cannot be used at all."""

from __future__ import annotations

import stat
from pathlib import Path

from touchstone.vocabulary.errors import CheckpointError, one_line
from touchstone.vocabulary.system import regular_file

_LFS = b"version https://git-lfs.github.com/spec/"


def beginning(path: Path, length: int, what: str, holds: str) -> tuple[bytes, int]:
    """The first bytes of a file, and its size; at least as many are read as tell a pointer of Git LFS.

    Args:
        path: the file.
        length: bytes that are asked for.
        what: the file, in words: "file of the checkpoint".
        holds: what it should hold, in words: "weights".

    Raises:
        CheckpointError: it is missing, a folder, a pipe or device, empty, or a pointer; the text says what to do.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CheckpointError(f"{path} is a {_kind(status.st_mode)}; give the {what}")
        regular_file(path)
        with path.open("rb") as file:
            head = file.read(max(length, len(_LFS)))
        size = status.st_size
    except FileNotFoundError:
        raise CheckpointError(f"{path} does not exist") from None
    except (OSError, ValueError) as error:  # a name with a zero in it is a ValueError
        raise CheckpointError(f"{path} cannot be read: {one_line(error)}") from None
    if not head:
        raise CheckpointError(f"{path.name} is empty (0 bytes); copy it again")
    if head.startswith(_LFS):
        raise CheckpointError(f"{path.name} is a Git LFS pointer, not the {holds}; run: git lfs pull")
    return head, size


def _kind(mode: int) -> str:
    """What a path names in place of a file. Reading it could wait for ever, or never end."""
    if stat.S_ISDIR(mode):
        return "folder"
    return "pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device"
