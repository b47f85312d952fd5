"""Helpers for tests: a detector without weights, a kind of detector, a layout, and tables with planted properties.

::

    from touchstone.testing import footage, ranks, tables

    planted = tables({"cm": ranks(2.0), "bg": ranks(0.0)}, footage(200))  # cm separates fake from real, bg guesses
"""

from .detectors import BrightnessDetector, BrightnessKind, BrightnessSettings
from .layouts import SuffixLayout
from .tables import Manner, constant, footage, ranks, tables

__all__ = [
    "BrightnessDetector",
    "BrightnessKind",
    "BrightnessSettings",
    "Manner",
    "SuffixLayout",
    "constant",
    "footage",
    "ranks",
    "tables",
]
