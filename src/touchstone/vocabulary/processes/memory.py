"""How much memory processes take, may take, and could not get."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

LEAST_SHARE = 2 << 30
"""Bytes that a process gets in any case: reading an honest video of 3840×2160 pixels takes less."""

_SPENT = 0.8  # of the free memory; the rest is for the networks and whatever else runs
_GROUP = Path("/sys/fs/cgroup")  # limits of a container: control groups, version 2


def memory_share(processes: int) -> int:
    """Bytes that each of some processes may take: four fifths of the free memory, shared.

    >>> memory_share(1) >= memory_share(1_000_000) == LEAST_SHARE
    True
    """
    return max(LEAST_SHARE, int(_SPENT * free_memory() / processes))


def return_unused() -> None:
    """Give memory that nothing uses any more back to the system, where the C library can: glibc keeps it otherwise."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, TypeError, AttributeError):  # another C library
        return


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell."""
    return _statm(pid, 1)


def writable(pid: int) -> int:
    """Bytes that a process has asked for, whether it uses them yet or not; 0 where the system does not tell."""
    return _statm(pid, 5)


def limit_memory(limit: int) -> None:
    """Let this process ask for so many bytes more than it has: what goes beyond raises ``MemoryError``.

    On Linux; other systems have no such limit that holds for all memory.
    """
    asked = writable(os.getpid())
    if not asked:
        return
    import resource  # where the system tells, it has this module

    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = asked + limit
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most < 0 else min(wanted, most), most))


@contextmanager
def limited_memory(more: int) -> Generator[None]:
    """Inside, this process can take ``more`` bytes; beyond, it gets a ``MemoryError``, or a library's error for the same.

    On Linux, as :func:`limit_memory`.
    """
    if not writable(os.getpid()):
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit_memory(more)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def machine_memory() -> int | None:
    """Bytes of memory that the machine has; ``None`` where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def processes_killed_for_memory() -> int:
    """How many processes the system has killed since it started because memory ran out; 0 where it does not tell."""
    return _field(Path("/proc/vmstat"), "oom_kill")


def free_memory() -> int:
    """Bytes of memory that are free, within the limit of a container; 0 where the system does not tell."""
    free = 1024 * _field(Path("/proc/meminfo"), "MemAvailable:") or machine_memory() or 0
    most, taken = _number(_GROUP / "memory.max"), _number(_GROUP / "memory.current")
    return free if most is None or taken is None else min(free, max(0, most - taken))


def _statm(pid: int, place: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[place]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _field(path: Path, name: str) -> int:
    try:
        lines = (line.split() for line in path.read_text().splitlines())
        return next((int(words[1]) for words in lines if words[0] == name), 0)
    except (OSError, ValueError, IndexError):
        return 0


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):  # "max": no limit
        return None
