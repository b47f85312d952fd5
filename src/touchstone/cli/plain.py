"""Texts, plain tables and the colours of severities, shared by the summaries in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from touchstone.vocabulary.excerpts import short_words
from touchstone.vocabulary.printable import printable

SEVERITIES = {"critical": "red", "moderate": "yellow", "minor": "bright_black"}


def plain_table(first: str, numbers: Sequence[str], word: str | None = None, *, wide: bool = True) -> Table:
    """A table without rules: names, which may be folded, then words if wanted, then numbers, aligned to the right."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2 if wide else 1, 0, 0))
    table.add_column(first, overflow="fold", min_width=8)
    if word is not None:
        table.add_column(word, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def text_of(content: str, style: str = "") -> Text:
    """A text as it is, without markup: hidden characters are escapes, endless words are cut. A line break may begin it."""
    first = "\n" if content.startswith("\n") else ""
    return Text(first + short_words(printable(content.removeprefix("\n"))), style=style)


def line_of(*parts: str | tuple[str, str]) -> Text:
    """Texts, or texts with their styles, on one line; each as :func:`text_of` makes it."""
    return Text.assemble(*(text_of(part) if isinstance(part, str) else text_of(*part) for part in parts))
