"""What chance explains of a correlation."""

from __future__ import annotations

FURTHEST_BY_CHANCE = 2.5
"""A correlation times the root of the number of rows from which on chance hardly explains it (p = 0.012)."""
