"""Helpers for tests: a detector without weights, a kind of detector, a layout, and tables whose truth is known.

::

    from touchstone.testing import footage, ranks, tables

    planted = tables({"cm": ranks(2.0), "bg": ranks(0.0)}, footage(200))  # cm separates fake from real, bg guesses

    from touchstone.testing import Design, make_run, plant

    healthy = make_run(Design(fakes=0.1, finish=("clip 0.01 0.99",)), 400, seed=1).tables()
    shifted = make_run(Design(), 400, seed=1, faults=[plant("shifted up", 1.5)]).tables()
"""

from .detectors import BrightnessDetector, BrightnessKind, BrightnessSettings
from .layouts import SuffixLayout
from .tables import (
    PLANTERS,
    Design,
    MadeRun,
    Manner,
    PlantedFault,
    ScoreShape,
    constant,
    footage,
    make_run,
    plant,
    ranks,
    score_shape,
    tables,
)

__all__ = [
    "PLANTERS",
    "BrightnessDetector",
    "BrightnessKind",
    "BrightnessSettings",
    "Design",
    "MadeRun",
    "Manner",
    "PlantedFault",
    "ScoreShape",
    "SuffixLayout",
    "constant",
    "footage",
    "make_run",
    "plant",
    "ranks",
    "score_shape",
    "tables",
]
