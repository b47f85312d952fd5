"""The tables that both sides share: their schemas, and how they are checked, written and read."""

from .check import conform, from_rows
from .files import read_table, sync_folder, write_bytes, write_table
from .lock import locked
from .parquet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, read_parquet, refused_size
from .schema import (
    CLIPS,
    COUNTS,
    DETECTORS,
    FRAMES,
    PREVIEWS,
    REJECTED,
    SCORES,
    TABLES,
    TENSORS,
    TRUTH,
    VIDEOS,
    Column,
    Table,
)

__all__ = [
    "CLIPS",
    "COUNTS",
    "DETECTORS",
    "FRAMES",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "PREVIEWS",
    "REJECTED",
    "SCORES",
    "TABLES",
    "TENSORS",
    "TRUTH",
    "VIDEOS",
    "Column",
    "Table",
    "conform",
    "from_rows",
    "locked",
    "read_parquet",
    "read_table",
    "refused_size",
    "sync_folder",
    "write_bytes",
    "write_table",
]
