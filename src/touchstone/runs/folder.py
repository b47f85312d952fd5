"""The run folder: its settings, its tables, and whether a second call continues the same run."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from touchstone import __version__
from touchstone.vocabulary.door import command, option
from touchstone.vocabulary.errors import RunError, one_line
from touchstone.vocabulary.hashes import file_sha256, sha256_of
from touchstone.vocabulary.tables import TABLES, locked, refuse_links

from .record import LaterVersionError
from .record_file import RecordFile
from .same_tables import SAME_TABLES

_LIBRARIES = ("numpy", "polars", "scipy", "torch", "torchvision", "av", "opencv-python-headless", "pillow")


_INSIDE = ("parts", "again", "tables", "analysis", "given")
"""Folders inside a run folder that a run writes into."""


class OtherRunError(RunError):
    """The folder holds a run with other settings, or one whose record cannot be read."""


class RunFolder:
    """A folder with ``run.json``, ``tables/``, ``analysis/`` and ``report.html``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables = path / "tables"
        self.analysis = path / "analysis"
        self.report = path / "report.html"
        self._file = RecordFile(path)

    def record(self) -> dict[str, Any] | None:
        """The content of ``run.json``, or of its copy if the file is damaged; ``None`` if there is no run yet.

        Raises:
            RunError: the file exists but cannot be read, or holds something else, and there is no copy.
        """
        try:
            return self._file.read()
        except LaterVersionError as error:
            raise OtherRunError(
                f"{self._file.path} was written by a later version ({one_line(error)}); use that version, or choose another "
                f"{option('out')}"
            ) from error
        except (OSError, ValueError) as error:
            raise OtherRunError(
                f"{self._file.path} cannot be read ({one_line(error)}); put it back from a copy, or repeat the command that "
                "made the run"
            ) from error

    def put_back(self, say: Callable[[str], None]) -> None:
        """Put a missing or damaged ``run.json`` back from its copy, if there is one; ``say`` is called with what was done."""
        self._file.put_back(say)

    def mend(self, say: Callable[[str], None]) -> None:
        """Put ``run.json`` back, or let the run begin again if there is no copy; ``say`` is called with what was done."""
        self._file.put_back(say)
        self._file.begin_again(say)

    def scored_record(self) -> dict[str, Any]:
        """The content of ``run.json`` of a run whose tables are complete.

        Raises:
            RunError: there is no run, its scoring is not complete, or its record cannot be used.
        """
        record = self.record()
        if record is None:
            raise RunError(f"{self.path} holds no run; start one with {command('analyze')} or {command('scores')}")
        if record["scored"] is None:
            again = command("scores" if record["named"].get("command") == "scores" else "analyze")
            raise RunError(
                f"{self.path}: scoring is not complete; {again} with the same arguments and {option('out', self.path)} "
                "completes it"
            )
        return record

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the folder, because two processes that write one run would spoil it. The system unlocks it if the process dies.

        Raises:
            RunError: another process holds it.
        """
        with locked(self.path, RunError, option("out")):
            self.check_inside()
            yield

    def check_inside(self) -> None:
        """See that what is written stays in the folder, and that nothing is in its way.

        Raises:
            RunError: a folder inside it is a link or something else than a folder, or a table is something else than a file.
        """
        refuse_links(self.path, _INSIDE, RunError)
        for place in (self.path / name for name in _INSIDE):
            if os.path.lexists(place) and not place.is_dir():
                raise RunError(f"{place} is not a folder, and a run writes into one of that name; remove it")
        for place in (*(self.tables / f"{name}.parquet" for name in TABLES), self.report):
            if os.path.lexists(place) and not place.is_file():
                raise RunError(f"{place} is not a file, and a run writes one of that name; remove it")

    def damaged(self) -> list[Path]:
        """Files of tables that are not as they were when scoring ended, missing ones too.

        A run of an earlier version has no checksums, so nothing is known of it here.
        """
        checksums: dict[str, str] = (self.record() or {}).get("checksums", {})
        files = {self.tables / f"{name}.parquet": checksum for name, checksum in checksums.items() if name in TABLES}
        return [path for path, checksum in files.items() if not path.is_file() or file_sha256(path) != checksum]

    def checksums(self) -> dict[str, str]:
        """SHA-256 of the file of every table that is there, by the name of the table."""
        files = {name: self.tables / f"{name}.parquet" for name in TABLES}
        return {name: file_sha256(path) for name, path in files.items() if path.is_file()}

    def identity(self) -> str:
        """What tells this run from runs with other settings."""
        return sha256_of(json.dumps((self.record() or {}).get("settings"), sort_keys=True)).hex()

    def begin(
        self, settings: Mapping[str, Any], named: Mapping[str, Any] | None = None, *, free: Collection[str] = ()
    ) -> dict[str, Any]:
        """Start a run with these settings, or continue the run in this folder.

        The tables depend on the settings. ``named`` holds the names that the user gave; it is kept but not compared. Settings
        that are ``free`` may be others once the run is scored.

        Raises:
            RunError: the folder holds a run with other settings, or something that is not a run.
        """
        settings = {**settings, "versions": {"python": platform.python_version()} | _versions()}
        before = self.record()
        if before is not None:
            free = free if before.get("scored") else ()
            compared = {name: value for name, value in settings.items() if name not in free}
            _same({k: v for k, v in before.get("settings", {}).items() if k not in free}, compared, self.path)
            return before
        if not self._file.may_begin():
            raise RunError(f"{self.path} is not empty and holds no run; choose another {option('out')}")
        record = {
            "schema_version": 1, "touchstone": __version__, "settings": settings, "named": dict(named or {}),
            "conclusions": None, "started": _now(), "scored": None, "finished": None,
        }  # fmt: skip
        self.write(record)
        return record

    def check_empty(self) -> None:
        """See that the folder is absent or empty.

        Raises:
            RunError: it is not, or it is a file.
        """
        if self.path.is_file():
            raise RunError(f"{self.path} is a file; choose a folder")
        if self.path.exists() and any(self.path.iterdir()):
            raise RunError(f"{self.path} is not empty; choose another folder")

    def mark(self, step: str) -> dict[str, Any]:
        """Record the time at which a step (``scored``, ``finished``) was done; with ``scored`` the checksums of the tables."""
        sums = {"checksums": self.checksums()} if step == "scored" else {}
        record = {**(self.record() or {}), step: _now(), **sums}
        self.write(record)
        return record

    def note(self, name: str, value: Any) -> dict[str, Any]:
        """Add a value to ``run.json``, or replace it."""
        record = {**(self.record() or {}), name: value}
        self.write(record)
        return record

    def write(self, record: Mapping[str, Any]) -> None:
        """Write ``run.json``."""
        self._file.write(record)


def _same(before: Mapping[str, Any], wanted: Mapping[str, Any], path: Path) -> None:
    for name in sorted(before.keys() | wanted.keys()):
        if name == "code_hash" and before.get(name) in SAME_TABLES:
            continue
        if before.get(name) != wanted.get(name):
            raise OtherRunError(
                f"{path} holds a run with another setting of {name} ({_short(before.get(name))}, now "
                f"{_short(wanted.get(name))}); choose another {option('out')}, or remove the folder to start again"
            )


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _versions() -> dict[str, str]:
    versions: dict[str, str] = {}
    for library in _LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            continue
    return versions
