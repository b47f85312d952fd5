"""Twins for tests, yours and ours: a detector that needs no weights, a kind, a layout, and tables whose truth is planted.

::

    from touchstone.testing import footage, ranks, tables

    planted = tables({"cm": ranks(2.0), "bg": ranks(0.0)}, footage(200))  # one that ranks, and one that guesses
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
