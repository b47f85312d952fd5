"""Damage to bytes that knows nothing of their form: what a bad disk, a cut copy or a hostile hand does."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Damage = Callable[[Random, bytes, bytes], bytes]
"""Changes bytes; the last argument is another file of the same area, to be joined with."""

EXTREMES = (
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    1 << 62,
    (1 << 64) - 1,
)
"""Whole numbers at which sizes, counts and times go wrong."""


def number(rng: Random, width: int, byteorder: str) -> bytes:
    """An extreme or random whole number of ``width`` bytes."""
    value = rng.choice(EXTREMES) if rng.random() < 0.7 else rng.getrandbits(8 * width)
    return (value & ((1 << 8 * width) - 1)).to_bytes(width, byteorder)  # type: ignore[arg-type]


def put(data: bytes, at: int, new: bytes) -> bytes:
    """The bytes with others in their place."""
    return data[:at] + new + data[at + len(new) :]


def _place(rng: Random, data: bytes) -> int:
    """Anywhere, half of the time in the head, where headers are."""
    return rng.randrange(max(1, min(len(data), 2048) if rng.random() < 0.5 else len(data)))


def flip(rng: Random, data: bytes, _other: bytes) -> bytes:
    """Some bits are others."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20, 100))):
        changed[_place(rng, data)] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(rng: Random, data: bytes, _other: bytes) -> bytes:
    """The end is missing."""
    return data[: rng.randrange(len(data))]


def behead(rng: Random, data: bytes, _other: bytes) -> bytes:
    """The beginning is missing."""
    return data[_place(rng, data) :]


def join(rng: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one file, and the end of another."""
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def fill(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A stretch holds one byte only."""
    size = rng.choice((4, 16, 512, 4096))
    at = _place(rng, data)
    return put(data, at, bytes([rng.choice((0, 0xFF, 0x41))]) * min(size, len(data) - at))


def repeat(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A stretch is there twice, or many times."""
    at, size = _place(rng, data), rng.choice((1, 8, 188, 1000))
    return data[: at + size] + data[at : at + size] * rng.choice((1, 2, 50)) + data[at + size :]


def drop(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A stretch is missing."""
    at = _place(rng, data)
    return data[:at] + data[at + rng.choice((1, 4, 188, 1000)) :]


def overwrite(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A whole number somewhere is an extreme one."""
    width = rng.choice((1, 2, 4, 8))
    return put(data, _place(rng, data), number(rng, width, rng.choice(("big", "little"))))[: len(data)]


DAMAGES: tuple[Damage, ...] = (flip, flip, cut, behead, join, fill, repeat, drop, overwrite, overwrite)
"""Every kind of damage; those that lead deepest into a reader are there twice."""
