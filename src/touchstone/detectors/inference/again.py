"""Some videos of a scored run are read and scored once more; every row of the others stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import polars as pl

from touchstone.detectors.kinds import Detector
from touchstone.footage.corpus import Entry
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.progress import Progress
from touchstone.vocabulary.tables import SCORES, Table, read_table, write_table

from .engine import ScoringSettings, score_corpus
from .parts import BATCH_TABLES

_ASIDE = "again"


def score_again(
    entries: Sequence[Entry],
    again: Collection[str],
    detectors: Sequence[Detector],
    folder: Path,
    how: ScoringSettings,
    progress: Progress,
    laps: Laps | None = None,
) -> None:
    """Replace the rows of some videos in ``folder/tables``.

    It is worked on aside, in ``folder/again``, so that the same call continues after one that was stopped at any moment.

    Args:
        entries: all videos of the run, in its order.
        again: keys of the videos that are scored once more; the same in a call that continues.
        detectors: all detectors of the run, in its order.
        folder: of the run.
        how: how the run was scored.
        progress: reports every video.
        laps: counts where the time goes.

    Raises:
        KeyboardInterrupt: what was committed stays; the same call continues.
    """
    chosen = [entry for entry in entries if entry.video in again]
    score_corpus(chosen, detectors, folder / _ASIDE, how=how, progress=progress, laps=laps)
    places = _Places(entries, [detector.card.name for detector in detectors], how.batch_videos)
    for table in BATCH_TABLES:
        _replace(table, folder, {entry.video for entry in chosen}, places)
    discard_again(folder)


def discard_again(folder: Path) -> None:
    """Remove what an earlier call has left aside."""
    shutil.rmtree(folder / _ASIDE, ignore_errors=True)


class _Places:
    """The place of a row in a table of an unbroken run."""

    def __init__(self, entries: Sequence[Entry], detectors: Sequence[str], batch_videos: int) -> None:
        self._videos = pl.DataFrame({"video": [entry.video for entry in entries]}).with_row_index("_video")
        self._detectors = pl.DataFrame({"detector": list(detectors)}).with_row_index("_detector")
        self._batch_videos = batch_videos

    def sorted(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        """The rows in order; rows of one place stay in theirs."""
        placed = rows.join(self._videos, on="video", how="left", maintain_order="left")
        keys = [pl.col("_video")]
        if table is SCORES:  # batch by batch; what a video did not show comes before what was scored
            placed = placed.join(self._detectors, on="detector", how="left", maintain_order="left")
            keys = [pl.col("_video") // self._batch_videos, pl.col("_detector"), pl.col("time").is_not_null(), *keys]
        return placed.sort(keys, maintain_order=True).select(rows.columns)


def _replace(table: Table, folder: Path, again: Collection[str], places: _Places) -> None:
    tables = folder / "tables"
    kept = read_table(table, tables).filter(~pl.col("video").is_in(list(again)))
    rows = pl.concat([kept, read_table(table, folder / _ASIDE / "tables")])
    write_table(places.sorted(rows, table), table, tables)
