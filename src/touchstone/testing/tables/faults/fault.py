"""A fault: what it asks of the design, and what it changes in the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchstone.vocabulary.defaults import AGGREGATION, Aggregation

from ..design import Design
from ..run import MadeRun

BAD = "d0"
"""The detector that faults of detectors are planted into."""


def _as_it_is(design: Design) -> Design:
    return design


def _leave(_run: MadeRun) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedFault:
    """What planting a fault takes.

    Attributes:
        subject: the detector that has it, ``footage`` or ``ensemble``.
        asks: the design that the fault needs, from the one at hand: two data sets, several frames.
        bend: changes labels, files and log-odds, before scores are written.
        spoil: changes the scores that are written.
        aggregation: how frames are summed up, where that is the fault.
    """

    subject: str = BAD
    asks: Callable[[Design], Design] = _as_it_is
    bend: Callable[[MadeRun], None] = _leave
    spoil: Callable[[MadeRun], None] = _leave
    aggregation: Aggregation = AGGREGATION


Planter = Callable[[float], PlantedFault]
"""Size → fault."""
