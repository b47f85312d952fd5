"""What was computed is kept: one folder per batch, there whole or not at all, joined into the tables at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from touchstone.vocabulary.tables import (
    CLIPS,
    FRAMES,
    PREVIEWS,
    SCORES,
    VIDEOS,
    Table,
    read_table,
    sync_folder,
    write_table,
)

BATCH_TABLES: tuple[Table, ...] = (VIDEOS, FRAMES, CLIPS, PREVIEWS, SCORES)


class Parts:
    """The committed batches of one run, below ``folder/parts``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "parts"

    def committed(self) -> set[int]:
        """Numbers of the batches that are there; leftovers of a batch that was cut off are removed."""
        if not self._folder.is_dir():
            return set()
        for leftover in self._folder.glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)
        wanted = {f"{table.name}.parquet" for table in BATCH_TABLES}
        numbered = (part for part in self._folder.iterdir() if part.name.isdigit())
        return {int(part.name) for part in numbered if wanted <= {file.name for file in part.iterdir()}}

    def commit(self, number: int, tables: Mapping[str, pl.DataFrame]) -> None:
        """Keep the tables of one batch: written aside, synced, then renamed into place as one folder."""
        aside = self._folder / f".{number:06d}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        for table in BATCH_TABLES:
            write_table(tables[table.name], table, aside)
        sync_folder(aside)
        target = self._folder / f"{number:06d}"
        shutil.rmtree(target, ignore_errors=True)  # only ever there if somebody removed a file from it
        aside.replace(target)
        sync_folder(self._folder)

    def join(self, tables: Path) -> None:
        """Stream all batches, in order, into one file per table, whatever their number."""
        tables.mkdir(parents=True, exist_ok=True)
        numbers = sorted(self.committed())
        for table in BATCH_TABLES:
            target = tables / f"{table.name}.parquet"
            if not numbers:
                write_table(table.empty(), table, tables)
                continue
            aside = target.with_name(f".{target.name}.tmp")
            files = [self._brought_up(table, self._folder / f"{number:06d}") for number in numbers]
            pl.scan_parquet(files).sink_parquet(aside, compression="zstd")
            with aside.open("rb") as file:
                os.fsync(file.fileno())
            aside.replace(target)
        sync_folder(tables)

    def _brought_up(self, table: Table, part: Path) -> Path:
        """The file of a table in a batch; one that an earlier version committed gets the columns that it lacks."""
        path = part / f"{table.name}.parquet"
        if list(pl.read_parquet_schema(path)) != list(table.schema):
            write_table(read_table(table, part), table, part)
        return path

    def discard(self) -> None:
        """Remove the batches, once the tables hold them."""
        shutil.rmtree(self._folder, ignore_errors=True)
