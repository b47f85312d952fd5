"""What was computed from files is kept for the next run: bounded, checked when it is read, made again where it is damaged."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from platformdirs import user_cache_path

from .hashes import file_sha256, sha256_of

CACHE_VARIABLE = "TOUCHSTONE_CACHE"
"""Environment variable: another folder, or ``off``."""

LARGEST_CACHE = 4 << 30
"""Bytes that the cache may take; what was not used for longest goes first."""

_SUMS = "checksums.json"
_MOST_SUMS = 1 << 20


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
    processes may use one folder.

    Args:
        folder: made with the first result.
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
            if not _is_sound(place):
                shutil.rmtree(place, ignore_errors=True)
                return None
            os.utime(place)
        except OSError:
            return None
        return place

    def keep(self, kind: str, *depends: object, write: Callable[[Path], None]) -> None:
        """Keep a result; the oldest ones make room for it. One that is larger than all room is not kept.

        Args:
            kind: what it is, a word.
            depends: all that it depends on, as JSON can hold it.
            write: called with an empty folder, into which it writes the files.
        """
        place = self._place(kind, depends)
        aside: Path | None = None
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.parent.mkdir(exist_ok=True)
            aside = Path(mkdtemp(prefix=".", dir=place.parent))
            write(aside)
            sums = {path.name: file_sha256(path) for path in sorted(aside.iterdir())}
            (aside / _SUMS).write_text(json.dumps(sums))
            if _size_of(aside) <= self.most:
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
        """Remove all results; how many there were."""
        entries = self.entries()
        for kind in {entry.folder.parent for entry in entries}:
            shutil.rmtree(kind, ignore_errors=True)
        return len(entries)

    def _place(self, kind: str, depends: tuple[object, ...]) -> Path:
        return self.folder / kind / sha256_of(json.dumps(depends, sort_keys=True)).hex()[:32]

    def _entries(self) -> Iterator[CacheEntry]:
        for place in self.folder.glob("*/*"):
            try:
                if place.is_dir() and not place.is_symlink() and not place.name.startswith("."):
                    yield CacheEntry(
                        kind=place.parent.name, folder=place, size=_size_of(place), used=place.stat().st_mtime
                    )
            except OSError:  # another process has just removed it
                continue

    def _make_room(self, newest: Path) -> None:
        entries = self.entries()
        total = sum(entry.size for entry in entries)
        for entry in reversed(entries):
            if total <= self.most:
                break
            if entry.folder != newest:
                _remove(entry.folder)
                total -= entry.size


def user_cache() -> Cache | None:
    """The cache of this user, at the place that the system has for such files; ``None`` where it is turned off."""
    named = os.environ.get(CACHE_VARIABLE, "")
    if named.strip().lower() == "off":
        return None
    return Cache(Path(named).expanduser() if named.strip() else user_cache_path("touchstone", appauthor=False))


def _is_sound(place: Path) -> bool:
    """Whether the files are those that were written."""
    listed = place / _SUMS
    try:
        if listed.stat().st_size > _MOST_SUMS:
            return False
        sums = json.loads(listed.read_bytes())
        files = {path.name: path for path in place.iterdir() if path.name != _SUMS}
        return isinstance(sums, dict) and sums == {name: file_sha256(path) for name, path in files.items()}
    except (OSError, ValueError, RecursionError):
        return False


def _size_of(place: Path) -> int:
    return sum(path.lstat().st_size for path in place.iterdir())


def _remove(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink()
    else:
        shutil.rmtree(place, ignore_errors=True)
