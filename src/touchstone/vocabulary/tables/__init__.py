"""The tables that both sides share: their schemas, and how they are checked, written and read."""

from .check import conform, from_rows
from .csv_file import csv_bytes, protected, unprotected
from .files import join_tables, read_table, sync_folder, write_bytes, write_table
from .json_file import read_json
from .links import refuse_links
from .lock import locked
from .parquet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, read_parquet, refused_size
from .schema import (
    CLIPS,
    COUNTS,
    DETECTORS,
    FRAMES,
    PREVIEWS,
    PROPERTIES,
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
    "PROPERTIES",
    "REJECTED",
    "SCORES",
    "TABLES",
    "TENSORS",
    "TRUTH",
    "VIDEOS",
    "Column",
    "Table",
    "conform",
    "csv_bytes",
    "from_rows",
    "join_tables",
    "locked",
    "protected",
    "read_json",
    "read_parquet",
    "read_table",
    "refuse_links",
    "refused_size",
    "sync_folder",
    "unprotected",
    "write_bytes",
    "write_table",
]
