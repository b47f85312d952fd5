"""Lines without header: their columns get the names that a header would give them, by what they hold."""

from __future__ import annotations

from .naming import with_columns_named

__all__ = ["with_columns_named"]
