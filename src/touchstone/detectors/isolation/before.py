"""What was measured of a checkpoint before: found by its content, and by size, times and place without reading it."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import polars as pl

from touchstone.vocabulary.cache import user_cache
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.hashes import ROOT, file_sha256, hash_of_code
from touchstone.vocabulary.tables import TENSORS, read_json, read_table, write_table

from .meant import Meant

_SETTLED = 2.0
"""Seconds after which a change of a file shows in its times, on every file system in use."""

_FILES, _CHECKPOINTS = "files", "checkpoints"
_LIBRARIES = ("torch", "torchvision", "numpy", "scipy", "polars", "safetensors")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MeasuredBefore:
    """What an earlier run found in a file with this content.

    Attributes:
        sha256: hash of the file.
        tensors: its rows of the ``tensors`` table.
    """

    sha256: str
    tensors: pl.DataFrame


def measured_before(path: Path, meant: Meant) -> MeasuredBefore | None:
    """What is known of a file; ``None`` if nothing is, or if it cannot be read.

    A file of the same place, inode, size and times (of its content and of its entry, which no program can set back) is the same
    file; it is not read. Of any other the content is hashed.

    Args:
        path: the file.
        meant: what it is said to be, and which of its states is read.
    """
    kept = user_cache()
    if kept is None:
        return None
    try:
        sha256 = known_hash(path) or _hashed(path)
    except OSError:
        return None
    place = kept.find(_CHECKPOINTS, sha256, asdict(meant), code_of_measures())
    if place is None:
        return None
    try:
        return MeasuredBefore(sha256=sha256, tensors=read_table(TENSORS, place))
    except TableError:
        return None


def keep_measured(sha256: str, meant: Meant, tensors: pl.DataFrame) -> None:
    """Keep what was measured of a file that can be used.

    Args:
        sha256: hash of the file.
        meant: what it is said to be, and which of its states was read.
        tensors: its rows of the ``tensors`` table, for a detector of any name.
    """
    if (kept := user_cache()) is not None:
        kept.keep(
            _CHECKPOINTS, sha256, asdict(meant), code_of_measures(), write=lambda to: _write(tensors, to)
        )


def known_hash(path: Path) -> str | None:
    """Hash of a file that was hashed before and has not changed since; ``None`` where that is not known.

    Raises:
        OSError: there is no such file.
    """
    kept = user_cache()
    place = None if kept is None else kept.find(_FILES, *_identity(path))
    try:
        return None if place is None else str(read_json(place / "sha256.json"))
    except (OSError, ValueError):
        return None


def keep_hash(path: Path, sha256: str, since: float) -> None:
    """Keep the hash of a file that was read from ``since`` on (seconds since 1970) and did not change just before.

    Raises:
        OSError: there is no such file.
    """
    kept = user_cache()
    state = path.stat()
    if kept is not None and max(state.st_mtime, state.st_ctime) < since - _SETTLED:
        kept.keep(
            _FILES, *_identity(path), write=lambda to: _write_text(to / "sha256.json", json.dumps(sha256))
        )


@cache
def code_of_measures() -> str:
    """Hash of the code that reads and measures checkpoints, and of its libraries."""
    wings = ("detectors", "vocabulary")
    return hash_of_code((path for wing in wings for path in (ROOT / wing).rglob("*.py")), _LIBRARIES)


def _hashed(path: Path) -> str:
    since = time.time()
    sha256 = file_sha256(path)
    keep_hash(path, sha256, since)
    return sha256


def _identity(path: Path) -> tuple[object, ...]:
    state = path.stat()
    return (os.path.realpath(path), state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _write(tensors: pl.DataFrame, to: Path) -> None:
    write_table(tensors, TENSORS, to)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text)
