"""Tables of runs with one planted fault each, and healthy ones: what the diagnosis is tested on."""

from ._case import Case

__all__ = ["Case"]
