"""``touchstone cache``: what is kept between runs, and how to remove it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from touchstone.vocabulary.cache import CACHE_VARIABLE, Cache, CacheEntry, user_cache

from .app import app
from .options import say
from .plain import plain_table

_MEGABYTE = 1e6


@app.command(
    epilog=f"""
Examples:

    touchstone cache

    touchstone cache --clear

    {CACHE_VARIABLE}=/scratch touchstone analyze footage --detectors models/ --out runs/a

    {CACHE_VARIABLE}=off touchstone analyze footage --detectors models/ --out runs/a
"""
)
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of it; it is made again when it is needed.")] = False,
) -> None:
    """Say what is kept between runs, where, and how large it is.

    It holds hashes of checkpoints, measures of their tensors, and networks that are ready to score:
    a second run with the same files neither reads nor measures them. Results of other versions of
    the code or its libraries are not used. What was not used for longest goes first.
    """
    console = Console()
    kept = user_cache()
    if kept is None:
        say(console, f"Nothing is kept between runs: {CACHE_VARIABLE} is off, or you have no home folder.")
        return
    entries = kept.entries()
    if clear:
        count = kept.clear()
        size = _size(entries) - _size(kept.entries())
        say(console, f"Removed {_results(count)}, {_megabytes(size)}, from {kept.folder}.")
        return
    _print(console, kept, entries)


def _print(console: Console, kept: Cache, entries: list[CacheEntry]) -> None:
    size = _megabytes(_size(entries))
    say(console, f"{kept.folder}: {_results(len(entries))}, {size} of at most {_megabytes(kept.most)}")
    if not entries:
        return
    by_kind: dict[str, list[CacheEntry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    table = plain_table("kind", ("results", "size", "last used"), wide=console.width >= 80)
    for kind, of_kind in sorted(by_kind.items()):
        last = datetime.fromtimestamp(of_kind[0].used).astimezone()
        table.add_row(kind, str(len(of_kind)), _megabytes(_size(of_kind)), last.strftime("%Y-%m-%d %H:%M"))
    console.print(table)


def _size(entries: list[CacheEntry]) -> int:
    return sum(entry.size for entry in entries)


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count} results"


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f} MB"
