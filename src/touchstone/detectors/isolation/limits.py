"""How much time and memory reading and measuring a checkpoint may take: much for an honest file, and an end for any other."""

from __future__ import annotations

from touchstone.vocabulary.processes import machine_memory

_SHORTEST = 120.0
_SECONDS_PER_MEGABYTE = 1.0
"""Of a file on a slow shared disk, measured on a busy machine; both take a tenth of it on an idle laptop."""

_LEAST = 2 << 30
_TIMES = 16
"""Bytes for each byte of a file: half precision becomes float32, and four tensors are measured at a time."""


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
    return max(_LEAST, min(wanted, machine_memory() or wanted))
