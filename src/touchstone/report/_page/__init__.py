"""``report.html``: one page that stands alone."""

from ._inspection import render_inspection
from ._render import render

__all__ = ["render", "render_inspection"]
