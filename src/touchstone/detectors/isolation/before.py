"""What was measured of a checkpoint before: found by the content of the file, which is known without reading it again."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import polars as pl

from touchstone.detectors.threads import digits_depend_on
from touchstone.vocabulary.cache import user_cache
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.tables import TENSORS, read_json, read_table, write_bytes, write_table

from .meant import Meant

_SETTLED = 2.0
"""Seconds after which a change of a file shows in its times, on every file system in use."""

_FILES, _CHECKPOINTS = "files", "checkpoints"
_HASH = "sha256.json"


def hash_before(path: Path) -> str | None:
    """Hash of a file that was read before and has not changed since, without opening it; ``None`` where there is none.

    A file of the same place, inode, size and times is the same file. One of the times is that of the last change of its entry,
    which no program can set back.
    """
    kept = user_cache()
    try:
        place = None if kept is None else kept.find(_FILES, *_identity(path))
        return None if place is None else str(read_json(place / _HASH))
    except (OSError, ValueError):
        return None


@contextmanager
def keeping_hash(path: Path, sha256: str) -> Generator[None]:
    """Keep the hash of a file that is read inside, and found to have it.

    Not where the file changes meanwhile or changed just before: the next change might leave its times as they are.
    """
    kept, since, before = user_cache(), time.time(), _identity_or_none(path)
    yield
    settled = before is not None and max(before[-2:]) < (since - _SETTLED) * 1e9
    if kept is not None and before is not None and settled and _identity_or_none(path) == before:
        kept.keep(_FILES, *before, write=lambda to: write_bytes(to / _HASH, json.dumps(sha256).encode()))


def tensors_before(sha256: str, meant: Meant) -> pl.DataFrame | None:
    """Rows of the ``tensors`` table that an earlier run measured, for a detector of any name; ``None`` where there are none.

    Args:
        sha256: hash of the file.
        meant: what it is said to be, and which of its states is read.
    """
    kept = user_cache()
    place = None if kept is None else kept.find(_CHECKPOINTS, *_depends(sha256, meant))
    try:
        rows = None if place is None else read_table(TENSORS, place)
    except TableError:
        return None
    # A table that another process has just cleared reads as an empty one.
    return None if rows is None or rows.is_empty() else rows


def keep_tensors(sha256: str, meant: Meant, tensors: pl.DataFrame) -> None:
    """Keep what was measured of a file that can be used.

    Args:
        sha256: hash of the file.
        meant: what it is said to be, and which of its states was read.
        tensors: its rows of the ``tensors`` table.
    """

    def write(to: Path) -> None:
        write_table(tensors, TENSORS, to)

    if (kept := user_cache()) is not None:
        kept.keep(_CHECKPOINTS, *_depends(sha256, meant), write=write)


def _depends(sha256: str, meant: Meant) -> tuple[object, ...]:
    # A process that reads checkpoints computes with all cores.
    return (sha256, asdict(meant), *digits_depend_on(cores()))


def _identity(path: Path) -> tuple[str, int, int, int, int, int]:
    state = path.stat()
    return (os.path.realpath(path), state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _identity_or_none(path: Path) -> tuple[str, int, int, int, int, int] | None:
    try:
        return _identity(path)
    except OSError:
        return None
