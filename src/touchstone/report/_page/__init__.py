"""``report.html``: one page that stands alone."""

from ._render import render

__all__ = ["render"]
