"""The tables of the page on forms, made from the examples that are tests.

python -m tests.scores.forms.page        # writes them between the marks of the page
"""

from __future__ import annotations

import re
from pathlib import Path

from .collected import COLLECTED
from .documents import DOCUMENTS
from .example import Example
from .nested import NESTED
from .tables import TABLES
from .told import TOLD
from .values import VALUES

PAGE = Path(__file__).parents[3] / "docs" / "forms.md"

PARTS = {"tables": TABLES, "values": VALUES, "documents": DOCUMENTS, "told": TOLD, "collected": COLLECTED, "nested": NESTED}
"""Name of a mark → its examples."""

HEAD = ("| form | looks like | recognised by | read as | where it is unclear |", "|---|---|---|---|---|")


def row(form: Example) -> str:
    """The line of one form."""
    asked = form.unsure.asks
    unclear = f"a question: {_code(asked)}" if asked else f"said: {_code(form.unsure.says)}"
    cells = (form.name, _code(form.looks), form.by, form.read, unclear)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _code(text: str) -> str:
    shown = text.strip().encode("unicode_escape").decode() if not text.isprintable() else text.strip()
    return f"`{shown}`"


def written(page: str) -> str:
    """The page with its tables as they must be."""
    for name, forms in PARTS.items():
        lines = "\n".join([*HEAD, *map(row, forms)])
        between = re.compile(rf"(<!-- {name}: begin -->\n\n).*?(\n\n<!-- {name}: end -->)", re.DOTALL)
        page = between.sub(lambda match, lines=lines: match[1] + lines + match[2], page)
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
