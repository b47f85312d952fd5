"""How much of a file is read before it is refused: a small file may announce, or unpack to, any size."""

from __future__ import annotations

MIB = 1024 * 1024

TEXT = 4096 * MIB
"""Bytes of a table in text."""

UNPACKED = 1024 * MIB
"""Bytes that a packed file (``.gz``) may unpack to."""

JSON = 256 * MIB
"""Bytes of a JSON document: as objects it takes about ten times as much memory."""

MOST_ROWS = 50_000_000
"""Rows of a table."""

MOST_CELLS = 500_000_000
"""Rows × columns of a table."""

MOST_COLUMNS = 2_000
"""Columns of a table."""
