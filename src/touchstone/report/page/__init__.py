"""``report.html``: one page that stands alone."""

from .inspection import render_inspection
from .render import render

__all__ = ["render", "render_inspection"]
