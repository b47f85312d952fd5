"""Tables whose truth is known: written down by hand, or drawn from a design, with faults planted where a test asks for them.

::

    from touchstone.testing import Design, make_run, plant

    run = make_run(Design(auc=(0.9, 0.8), fakes=0.1), 400, seed=1)
    run.tables()  # everything that `examine` and `diagnose` read
    shifted = make_run(Design(), 400, seed=1, faults=[plant("shifted up", 1.5)])
"""

from .by_hand import Manner, constant, footage, ranks, tables
from .design import Design
from .faults import PLANTERS, PlantedFault, plant
from .run import MadeRun, make_run
from .shapes import ScoreShape, score_shape

__all__ = [
    "PLANTERS",
    "Design",
    "MadeRun",
    "Manner",
    "PlantedFault",
    "ScoreShape",
    "constant",
    "footage",
    "make_run",
    "plant",
    "ranks",
    "score_shape",
    "tables",
]
