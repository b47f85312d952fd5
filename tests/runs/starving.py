"""A reader that the machine lets down; a file of its own, so that the processes that read do not load torch."""

from __future__ import annotations

import errno
import os
import signal

from touchstone.footage.observe import observe

STARVED = {"2": "memory", "3": "crash", "8": "disk"}
"""Videos that the machine lets down, by the first letter of their names."""


def starving(path, contracts, **how):
    """Reads like any other reader, but for some files the machine lets it down while a mark is there."""
    kind = STARVED.get(path.stem)
    if kind is None or not (path.parents[1] / "starve").exists():
        return observe(path, contracts, **how)
    if kind == "memory":
        raise MemoryError
    if kind == "crash":
        os.kill(os.getpid(), signal.SIGBUS)
    return _disk_full(path, contracts, **how)


def _disk_full(path, contracts, **how):
    from touchstone.footage.observe import one_pass

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before, one_pass.file_sha256 = one_pass.file_sha256, full
    try:
        return observe(path, contracts, **how)
    finally:
        one_pass.file_sha256 = before
