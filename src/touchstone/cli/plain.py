"""Tables without rules, and colours, that several summaries in the terminal share."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

SEVERITIES = {"critical": "red", "moderate": "yellow", "minor": "bright_black"}


def plain_table(first: str, numbers: Sequence[str], word: str | None = None, *, wide: bool = True) -> Table:
    """A table of names that may be folded, of words where there is a column of them, and of numbers to the right."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2 if wide else 1, 0, 0))
    table.add_column(first, overflow="fold")
    if word is not None:
        table.add_column(word, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
