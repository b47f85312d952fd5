"""How much time and memory reading and measuring a checkpoint may take: much for an honest file, and an end for any other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHORTEST = 120.0
_SECONDS_PER_MEGABYTE = 1.0
"""Of a file on a slow shared disk, measured on a busy machine; both take a tenth of it on an idle laptop."""

_LEAST = 2 << 30
_TIMES = 16
"""Bytes for each byte of a file: half precision becomes float32, and four tensors are measured at a time."""

_STATUS = Path("/proc/self/status")


def time_limit(size: int) -> float:
    """Seconds for a file of ``size`` bytes, in steps of a doubling, so that files of like size share a process.

    >>> time_limit(1000), time_limit(300_000_000)
    (120.0, 480.0)
    """
    seconds = _SHORTEST
    while seconds < size / 1e6 * _SECONDS_PER_MEGABYTE:
        seconds *= 2
    return seconds


def memory_limit(size: int) -> int:
    """Bytes that the process may take for a file of ``size`` bytes beyond what it has, at most what the machine has."""
    wanted = _LEAST + _TIMES * size
    return max(_LEAST, min(wanted, _memory_of_machine() or wanted))


@contextmanager
def limited_memory(more: int) -> Iterator[None]:
    """Inside, this process can take ``more`` bytes; beyond, it gets a ``MemoryError``, or torch's error for the same.

    Only Linux counts what a process writes to (``RLIMIT_DATA``); elsewhere there is no limit.
    """
    in_use = _data_in_use()
    if in_use is None:
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    highest = before[1] if before[1] != resource.RLIM_INFINITY else in_use + more
    resource.setrlimit(resource.RLIMIT_DATA, (min(in_use + more, highest), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _data_in_use() -> int | None:
    """Bytes of memory that this process may write to, as the limit counts them; ``None`` where the system does not say."""
    try:
        lines = _STATUS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")), None)


def _memory_of_machine() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
