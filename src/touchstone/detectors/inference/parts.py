"""What was computed is kept: one folder per batch, there whole or not at all, joined into the tables at the end."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.tables import (
    CLIPS,
    FRAMES,
    PREVIEWS,
    SCORES,
    VIDEOS,
    Table,
    join_tables,
    read_json,
    read_table,
    sync_folder,
    write_bytes,
    write_table,
)

BATCH_TABLES: tuple[Table, ...] = (VIDEOS, FRAMES, CLIPS, PREVIEWS, SCORES)

_SUMS = "checksums.json"
_BATCH = re.compile(r"\.?[0-9]{6,}")
"""Names of the folders of batches; with a dot those that are being written."""


class Parts:
    """The committed batches of one run, below ``folder/parts``.

    Beside its tables a batch holds their checksums, its number, and the run that it belongs to. A batch that an earlier
    version committed holds none; of it is checked that its tables can be read and hold the videos and detectors that they
    should. Whatever does not match is done again. What else lies in the folder is left alone.

    Args:
        folder: of the run.
        run: tells this run from others.
    """

    def __init__(self, folder: Path, run: str = "") -> None:
        self._folder = folder / "parts"
        self._run = run

    def numbers(self) -> set[int]:
        """Numbers of the batches that are there, sound or not."""
        return {int(name) for name in self._names() if not name.startswith(".")}

    def committed(self, batches: Mapping[int, Sequence[str]], detectors: Iterable[str]) -> set[int]:
        """Numbers of the batches that are there and sound.

        Args:
            batches: the keys of the videos of every batch, by its number.
            detectors: names of all detectors.
        """
        return {number for number, videos in batches.items() if self._sound(number, videos, set(detectors))}

    def commit(self, number: int, tables: Mapping[str, pl.DataFrame]) -> None:
        """Keep the tables of one batch: written aside, synced, then renamed into place as one folder."""
        aside = self._folder / f".{number:06d}"
        _remove(aside)
        aside.mkdir(parents=True)
        files = [write_table(tables[table.name], table, aside) for table in BATCH_TABLES]
        sums = self._stamp(number) | {"files": {file.name: file_sha256(file) for file in files}}
        write_bytes(aside / _SUMS, json.dumps(sums).encode())
        target = self._path(number)
        _remove(target)  # only ever there if it is damaged
        aside.replace(target)
        sync_folder(self._folder)

    def join(self, tables: Path, numbers: Iterable[int]) -> None:
        """Stream batches, in order, into one file per table, whatever their number.

        Raises:
            TableError: they cannot be joined.
        """
        tables.mkdir(parents=True, exist_ok=True)
        parts = [self._path(number) for number in sorted(numbers)]
        for table in BATCH_TABLES:
            if parts:
                join_tables([_brought_up(table, part) for part in parts], table, tables)
            else:
                write_table(table.empty(), table, tables)
        sync_folder(tables)

    def discard(self) -> None:
        """Remove the batches, once the tables hold them; the folder stays if something else is in it."""
        for name in self._names():
            shutil.rmtree(self._folder / name, ignore_errors=True)
        if self._folder.is_dir() and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def _names(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return [path.name for path in self._folder.iterdir() if _BATCH.fullmatch(path.name)]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}"

    def _stamp(self, number: int) -> dict[str, object]:
        return {"run": self._run, "batch": number}

    def _sound(self, number: int, videos: Sequence[str], detectors: set[str]) -> bool:
        part = self._path(number)
        files = [part / f"{table.name}.parquet" for table in BATCH_TABLES]
        if any(path.is_symlink() for path in (part, *files)) or not all(file.is_file() for file in files):
            return False
        if not (part / _SUMS).exists():
            return _fits(part, videos, detectors)
        try:
            sums = read_json(part / _SUMS)
        except (OSError, ValueError):
            return False
        return sums == self._stamp(number) | {"files": {file.name: file_sha256(file) for file in files}}


def _fits(part: Path, videos: Sequence[str], detectors: set[str]) -> bool:
    """Whether the tables of a batch can be read and are of these videos and detectors."""
    try:
        tables = {table.name: read_table(table, part) for table in BATCH_TABLES}
    except TableError:
        return False
    of_videos = all(set(table["video"]) <= set(videos) for table in tables.values())
    return (
        tables["videos"]["video"].to_list() == list(videos)
        and of_videos
        and set(tables["scores"]["detector"]) <= detectors
    )


def _brought_up(table: Table, part: Path) -> Path:
    """The file of a table in a batch; one that an earlier version committed gets the columns that it lacks."""
    path = part / f"{table.name}.parquet"
    if dict(pl.read_parquet_schema(path)) != dict(table.schema):
        write_table(read_table(table, part), table, part)
    return path


def _remove(path: Path) -> None:
    """Remove a folder, or whatever is in its place; what a link leads to stays."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
