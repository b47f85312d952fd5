"""``report.html``: one page that needs no other file."""

from .inspection import render_inspection
from .render import render

__all__ = ["render", "render_inspection"]
