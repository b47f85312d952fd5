"""From the effect that a fault shall have to the size that its planter takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from touchstone.testing import Design, make_run, plant

from .effects import effect_of
from .file import LEAST, FaultLine
from .state import Lines
from .truth import rule_of

_SEED = 91_000_001
_VIDEOS = 20_000
_STEPS = 9
_LEAST_LOSS = 0.05
"""Balanced accuracy lost with another threshold that is worth acting on; effects of such a fault are in this unit."""

_BY_FORMULA: Mapping[str, Callable[[float], float]] = {
    "log-odds stretched": lambda effect: 1 / (1 - effect),
    "log-odds shrunk": lambda effect: 1 / (1 + effect),
    "a detector and its copy with noise": lambda effect: float(np.sqrt(1 / effect**2 - 1)),
}
"""How it is planted → size by the effect."""

_BY_TRIAL: Mapping[str, tuple[float, float]] = {
    "shifted up": (0.02, 12.0),
    "shifted down": (0.02, 12.0),
    "trained on unequal classes": (0.02, 12.0),
    "frames apart": (0.05, 30.0),
    "slipped by some rows": (0.01, 1.0),
    "shuffled": (0.01, 1.0),
    "one frame in ten is noise, summed up by its maximum": (0.05, 30.0),
    "shifted on one data set": (0.02, 12.0),
    "one method seen poorly": (0.02, 1.0),
    "follows the bitrate": (0.01, 0.97),
    "weak members shout": (0.2, 20.0),
    "a member of noise": (0.01, 0.5),
}
"""How it is planted → smallest and largest size between which the effect grows; a large table shows which size has the effect."""


class Knobs:
    """Sizes by fault, effect and background, each sought once."""

    def __init__(self, kept: Lines) -> None:
        """Args: ``kept``: where sizes are kept."""
        self._kept = kept

    def of(self, fault: FaultLine, effect: float, background: Design) -> float:
        """The size that gives this effect; the largest one where even that does not reach it."""
        if fault.by in _BY_FORMULA:
            return _BY_FORMULA[fault.by](effect)
        if fault.by not in _BY_TRIAL:
            return effect
        key = repr((fault.name, effect, background.name))
        if key not in self._kept.rows:
            self._kept.add(key, _by_trial(fault, effect, background))
        return self._kept.rows[key]


def _by_trial(fault: FaultLine, effect: float, background: Design) -> float:
    low, high = _BY_TRIAL[fault.by]
    if fault.by == "shifted on one data set":
        effect *= LEAST[fault.code] / _LEAST_LOSS
    for _ in range(_STEPS):
        middle = float(np.sqrt(low * high))
        planted = plant(fault.by, middle)
        run = make_run(background, _VIDEOS, _SEED, faults=[planted])
        reached = effect_of(fault.code, run, planted.subject, rule_of([planted])) >= effect
        low, high = (low, middle) if reached else (middle, high)
    return high
