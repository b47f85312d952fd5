"""``run.json`` and its copy: what is written twice can be put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from touchstone.vocabulary.errors import one_line
from touchstone.vocabulary.hashes import sha256_of
from touchstone.vocabulary.tables import TABLES, write_bytes

from .record import LaterVersionError, check_scored, read_record

_CHECKSUM = "record_sha256"
"""Key of the checksum of everything else in the file."""

_PARTS = ("parts", "again", "tables", "analysis", "given", "report.html", "run.json.damaged")
"""What a run writes beside ``run.json``."""


class RecordFile:
    """``run.json`` of a run folder, and ``.run.json``, its copy.

    Args:
        folder: of the run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / "run.json"
        self._copy = folder / ".run.json"
        self._damaged = folder / "run.json.damaged"

    def read(self) -> dict[str, Any] | None:
        """What the file holds, or its copy where the file is missing or damaged; ``None`` where there is neither.

        Raises:
            OSError: the file cannot be read, and there is no copy.
            ValueError: the file holds something else, and there is no copy, or a later version wrote it; the text says what.
        """
        try:
            return _usable(self.path) if self.path.exists() else self._copied()
        except LaterVersionError:
            raise
        except (OSError, ValueError):
            record = self._copied()
            if record is None:
                raise
            return record

    def write(self, record: Mapping[str, Any]) -> None:
        """Write the file, then its copy."""
        data = json.dumps({**record, _CHECKSUM: _checksum(record)}, indent=2).encode()
        write_bytes(self.path, data)
        write_bytes(self._copy, data)

    def put_back(self, say: Callable[[str], None]) -> None:
        """Put a missing or damaged file back from its copy, if there is one; the damaged file stays as ``run.json.damaged``.

        Args:
            say: called with one line for what was done.

        Raises:
            OSError: the folder cannot be written into.
        """
        damage, record = self._damage(), self._copied()
        if damage is None or record is None:
            return
        self._set_aside()
        self.write(record)
        say(f"{self.path} {damage}; it was put back from its copy, {self._copy.name}")

    def begin_again(self, say: Callable[[str], None]) -> None:
        """Let a run begin again in its folder where the file is missing or damaged and there is no copy.

        The damaged file stays as ``run.json.damaged``. Tables whose settings nothing tells are removed; batches in ``parts/``
        name their settings themselves.

        Args:
            say: called with one line for what was done.

        Raises:
            OSError: the folder cannot be written into.
        """
        damage = self._damage()
        if damage is None or not self._is_run():
            return
        self._set_aside()
        for name in TABLES:
            (self._folder / "tables" / f"{name}.parquet").unlink(missing_ok=True)
        say(f"{self.path} {damage}, so nothing tells with which settings the tables were filled; the run begins again")

    def _set_aside(self) -> None:
        if self.path.exists():
            self.path.replace(self._damaged)

    def may_begin(self) -> bool:
        """Whether a run without a record can begin in this folder: it is absent, empty, or holds what a run wrote and no more."""
        return not self._folder.exists() or not self._entries() or self._is_run()

    def _damage(self) -> str | None:
        """What is wrong with the file; ``None`` if nothing is, or if a later version wrote it."""
        if not self.path.exists():
            return "is missing"
        try:
            _usable(self.path)
        except LaterVersionError:
            return None
        except (OSError, ValueError) as error:
            return f"cannot be read ({one_line(error)})"
        return None

    def _copied(self) -> dict[str, Any] | None:
        try:
            return _usable(self._copy) if self._copy.exists() else None
        except (OSError, ValueError):
            return None

    def _is_run(self) -> bool:
        entries = self._entries()
        return "tables" in entries and entries <= {*_PARTS, self.path.name}

    def _entries(self) -> set[str]:
        if not self._folder.is_dir():
            return set()
        return {entry.name for entry in self._folder.iterdir() if not entry.name.startswith(".")}


def _usable(path: Path) -> dict[str, Any]:
    """The record in a file, if it holds what its state demands.

    Raises:
        OSError: it cannot be read.
        ValueError: it holds something else.
    """
    record = read_record(path)
    checksum = record.pop(_CHECKSUM, None)  # a run of an earlier version has none
    if checksum not in (None, _checksum(record)):
        raise ValueError("its checksum is not that of what it holds")
    if record["scored"] is not None:
        check_scored(record)
    return record


def _checksum(record: Mapping[str, Any]) -> str:
    return sha256_of(json.dumps(record, sort_keys=True)).hex()
