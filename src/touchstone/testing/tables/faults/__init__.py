"""Faults that can be planted into a made run, by the words that say how."""

from __future__ import annotations

from collections.abc import Mapping

from .fault import PlantedFault, Planter
from .of_data import DATA_FAULTS
from .of_ensemble import ENSEMBLE_FAULTS
from .of_scores import SCORE_FAULTS
from .of_training import TRAINING_FAULTS

PLANTERS: Mapping[str, Planter] = {**SCORE_FAULTS, **TRAINING_FAULTS, **DATA_FAULTS, **ENSEMBLE_FAULTS}
"""How it is planted, in words → what makes the fault from its size."""


def plant(by: str, size: float) -> PlantedFault:
    """A fault to be given to :func:`make_run`.

    Args:
        by: a key of :data:`PLANTERS`.
        size: how much of it, in the unit that the planter's docstring names.

    Raises:
        KeyError: nothing is planted in this way.
    """
    return PLANTERS[by](size)
