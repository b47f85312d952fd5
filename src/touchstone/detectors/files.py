"""The beginning of a file of weights, and what is said of one that cannot be used at all."""

from __future__ import annotations

from pathlib import Path

from touchstone.vocabulary.errors import CheckpointError

_LFS = b"version https://git-lfs.github.com/spec/"


def beginning(path: Path, length: int, what: str, holds: str) -> tuple[bytes, int]:
    """The first bytes of a file, and its size; at least as many are read as tell a pointer of Git LFS.

    Args:
        path: the file.
        length: bytes that are asked for.
        what: the file, in words: "file of the checkpoint".
        holds: what it should hold, in words: "weights".

    Raises:
        CheckpointError: it is missing, a folder, empty, or a pointer; the text says what to do.
    """
    try:
        with path.open("rb") as file:
            head = file.read(max(length, len(_LFS)))
        size = path.stat().st_size
    except FileNotFoundError:
        raise CheckpointError(f"{path} does not exist") from None
    except IsADirectoryError:
        raise CheckpointError(f"{path} is a folder; give the {what}") from None
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error.strerror}") from None
    if not head:
        raise CheckpointError(f"{path.name} is empty (0 bytes); copy it again")
    if head.startswith(_LFS):
        raise CheckpointError(f"{path.name} is a Git LFS pointer, not the {holds}; run: git lfs pull")
    return head, size
