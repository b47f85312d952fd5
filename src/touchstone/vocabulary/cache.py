"""What was computed from files is kept for the next run: bounded, checked when it is read, made again where it is damaged."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from stat import S_ISREG
from tempfile import mkdtemp

from platformdirs import user_cache_path

from .hashes import file_sha256, sha256_of

CACHE_VARIABLE = "TOUCHSTONE_CACHE"
"""Environment variable: another folder, or ``off``."""

LARGEST_CACHE = 4 << 30
"""Bytes that the cache may take; what was not used for longest goes first."""

MOST_RESULTS = 10_000
"""Results that the cache may hold; most are a few bytes, which take more room on a disk."""

LEAST_FREE = 10 << 30
"""Bytes that stay free on the disk, or a tenth of it where that is less: below, nothing is kept."""

_SUMS = "checksums.json"
_MOST_SUMS = 1 << 20
_ASIDE = ".aside-"
_PLACE = re.compile(r"[0-9a-f]{32}")
_ABANDONED = 86_400.0
"""Seconds after which a result that is still being written is that of a process that was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """One result that is kept.

    Attributes:
        kind: what it is, as :meth:`Cache.keep` was given it.
        folder: where its files are.
        size: bytes of them.
        used: when it was last used, in seconds since 1970.
    """

    kind: str
    folder: Path
    size: int
    used: float


class Cache:
    """Results in a folder, each by what it is and by the hash of all that it depends on.

    What the system refuses, a full disk or a folder that cannot be written, costs the cache and nothing else. Several
    processes may use one folder, and one may clear it while others read: a file that was found may be gone when it is opened.
    Other files and folders in it are left alone.

    Args:
        folder: made with the first result, readable for this user alone.
        most: bytes that all results may take together.
    """

    def __init__(self, folder: Path, most: int = LARGEST_CACHE) -> None:
        self.folder = folder
        self.most = most

    def find(self, kind: str, *depends: object) -> Path | None:
        """The folder with the files of a result; ``None`` where there is none, or where it is damaged, which removes it.

        Args:
            kind: what it is.
            depends: all that it depends on, as JSON can hold it.
        """
        place = self._place(kind, depends)
        try:
            if place.is_symlink() or not place.is_dir():
                return None
        except OSError:
            return None
        if not _is_sound(place):
            _remove(place)
            return None
        with suppress(OSError):  # of a folder that can only be read it is not remembered when it was used
            os.utime(place)
        return place

    def keep(self, kind: str, *depends: object, write: Callable[[Path], object]) -> None:
        """Keep a result; the oldest ones make room for it. One for which there is no room is not kept.

        Args:
            kind: what it is, a word.
            depends: all that it depends on, as JSON can hold it.
            write: called with an empty folder, into which it writes the files; what it raises but ``OSError`` is the caller's.
        """
        place = self._place(kind, depends)
        aside: Path | None = None
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._has_room():
                return
            place.parent.mkdir(mode=0o700, exist_ok=True)
            aside = Path(mkdtemp(prefix=_ASIDE, dir=place.parent))
            write(aside)
            sums = {path.name: file_sha256(path) for path in sorted(aside.iterdir())}
            (aside / _SUMS).write_text(json.dumps(sums))
            if _size_of(aside) <= self.most and self._has_room():
                _remove(place)
                aside.replace(place)
                self._make_room(place)
        except OSError:
            return
        finally:
            if aside is not None:
                shutil.rmtree(aside, ignore_errors=True)

    def entries(self) -> list[CacheEntry]:
        """All results, the one that was used last first."""
        return sorted(self._entries(), key=lambda entry: -entry.used)

    def clear(self) -> int:
        """Remove all results, also those that are being written; how many are gone."""
        entries, asides = self.entries(), self._asides()
        for folder in (*(entry.folder for entry in entries), *asides):
            _remove(folder)
        for kind in {entry.folder.parent for entry in entries}:
            with suppress(OSError):  # something else is in it
                kind.rmdir()
        return sum(not entry.folder.exists() for entry in entries)

    def _place(self, kind: str, depends: tuple[object, ...]) -> Path:
        return self.folder / kind / sha256_of(json.dumps(depends, sort_keys=True)).hex()[:32]

    def _entries(self) -> Iterator[CacheEntry]:
        for place in self.folder.glob("*/*"):
            try:
                if _PLACE.fullmatch(place.name) and not place.is_symlink() and (place / _SUMS).is_file():
                    yield CacheEntry(
                        kind=place.parent.name, folder=place, size=_size_of(place), used=place.stat().st_mtime
                    )
            except OSError:  # another process has just removed it
                continue

    def _asides(self) -> list[Path]:
        return [path for path in self.folder.glob(f"*/{_ASIDE}*") if path.is_dir() and not path.is_symlink()]

    def _has_room(self) -> bool:
        disk = shutil.disk_usage(self.folder)
        return disk.free >= min(LEAST_FREE, disk.total // 10)

    def _make_room(self, newest: Path) -> None:
        entries = self.entries()
        total, count = sum(entry.size for entry in entries), len(entries)
        for entry in reversed(entries):
            if total <= self.most and count <= MOST_RESULTS:
                break
            if entry.folder != newest:
                _remove(entry.folder)
                total, count = total - entry.size, count - 1
        for aside in self._asides():
            if aside.stat().st_mtime < time.time() - _ABANDONED:
                _remove(aside)


def user_cache() -> Cache | None:
    """The cache of this user, at the place that the system has for such files.

    ``None`` where it is turned off, or where this user has no such place.
    """
    named = os.environ.get(CACHE_VARIABLE, "").strip()
    if named.lower() == "off":
        return None
    if named:
        return Cache(Path(os.path.expanduser(named)).absolute())  # noqa: PTH111  the method raises where there is no home
    place = user_cache_path("touchstone", appauthor=False)
    return Cache(place) if place.is_absolute() else None  # "~" stays where this user has no home


def _is_sound(place: Path) -> bool:
    """Whether the files are those that were written."""
    listed = place / _SUMS
    try:
        files = {path.name: path for path in place.iterdir()}
        # A pipe would never end.
        if not all(S_ISREG(path.lstat().st_mode) for path in files.values()) or listed.stat().st_size > _MOST_SUMS:
            return False
        sums = json.loads(listed.read_bytes())
        del files[_SUMS]
        return isinstance(sums, dict) and sums == {name: file_sha256(path) for name, path in files.items()}
    except (OSError, ValueError, RecursionError):
        return False


def _size_of(place: Path) -> int:
    return sum(path.lstat().st_size for path in place.iterdir())


def _remove(place: Path) -> None:
    """Remove a result at once: whoever reads it meanwhile finds all of it or nothing. What the system refuses stays."""
    with suppress(OSError):
        if place.is_symlink() or place.is_file():
            place.unlink()
        else:
            place = place.rename(place.with_name(f"{_ASIDE}{token_hex(8)}"))
            shutil.rmtree(place, ignore_errors=True)
