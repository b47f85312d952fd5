"""Parquet files of others: tried in a process of its own first, since a damaged one can end the process that reads it.

A few hundred bytes of Parquet can announce any number of rows, unpack to any size, or make the reader panic, which prints
what no user should see and may abort. So a second process reads the file before this one does, with a limit on its memory;
what it prints is thrown away, and how it ends is the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl

from touchstone.vocabulary.errors import TableError, short_reason
from touchstone.vocabulary.processes import machine_memory

MOST_ROWS = 50_000_000
"""Rows of a table."""

MOST_CELLS = 500_000_000
"""Rows × columns of a table."""

MOST_COLUMNS = 2_000
"""Columns of a table."""

MOST_MEMORY = 16 * 1024**3
"""Bytes that reading one file may take, or three quarters of the machine's memory where that is less."""

_SECONDS = 900.0
"""Time that reading one file may take."""

_REFUSED = 3
"""Exit code of the second process where it says what is wrong."""

_TRY = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from {} import {} as run; run(sys.argv[2], int(sys.argv[3]))"
)


def read_parquet(path: Path) -> pl.DataFrame:
    """Read a Parquet file of which nothing is known.

    Raises:
        TableError: it is damaged, is not Parquet, or holds more than is read; the message says which.
    """
    if sys.executable:
        _tried(path)
    try:
        return pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, OverflowError, MemoryError) as error:
        raise TableError(f"{path} cannot be read as Parquet ({short_reason(error)}); write it again") from error


def refused_size(path: Path, rows: int, columns: int) -> TableError | None:
    """The error for a table that is too large to be read; ``None`` for all others."""
    if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
        return None
    return TableError(
        f"{path} announces {rows:,} rows × {columns:,} columns, more than are read ({MOST_ROWS:,} rows, {MOST_COLUMNS:,} "
        f"columns, {MOST_CELLS:,} cells); split it, or keep the columns that are needed"
    )


def try_parquet(name: str, memory: int) -> None:
    """What the second process does: read the file, and print what is wrong with it, if anything.

    Args:
        name: the file.
        memory: bytes that this process may take, where the system can hold it to them.
    """
    path = Path(name)
    _limit_memory(memory)
    try:
        lazy = pl.scan_parquet(path, glob=False)
        names = lazy.collect_schema().names()
        rows = int(lazy.select(pl.len()).collect().item())
        if (refused := refused_size(path, rows, len(names))) is not None:
            _refuse(str(refused))
        pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, OSError, OverflowError) as error:
        if "more than maximum allowed" in str(error):
            _refuse(f"{path} announces {2**32:,} rows or more, more than the {MOST_ROWS:,} that are read; split it")
        _refuse(f"{path} cannot be read as Parquet ({short_reason(error)}); write it again")


def _tried(path: Path) -> None:
    """See a process of its own read the file to its end."""
    words = [
        sys.executable,
        "-c",
        _TRY.format(__name__, try_parquet.__name__),
        json.dumps(sys.path),
        os.fspath(path),
        str(_memory()),
    ]
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TableError(f"{path} takes more than {_SECONDS:g} s to read; write it again as CSV") from error
    if done.returncode == _REFUSED:
        raise TableError(json.loads(done.stdout))
    if done.returncode:
        raise TableError(
            f"{path} cannot be read as Parquet: it is damaged, or unpacks to more than {_memory() / 1024**3:.0f} GiB of memory; "
            "write it again, with the columns that are needed"
        )


def _refuse(message: str) -> None:
    print(json.dumps(message), flush=True)
    os._exit(_REFUSED)


def _memory() -> int:
    """Bytes that the second process may take."""
    return min(MOST_MEMORY, (machine_memory() or 2 * MOST_MEMORY) * 3 // 4)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
