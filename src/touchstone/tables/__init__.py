"""The tables that both sides share: their schemas, and how they are checked, written and read."""

from ._check import conform, from_rows
from ._files import read_table, sync_folder, write_bytes, write_table
from ._lock import locked
from ._schema import (
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
    "read_table",
    "sync_folder",
    "write_bytes",
    "write_table",
]
