"""Whether what a finding says is true: 200,000 videos of the same design show it, at the smallest effect worth acting on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from touchstone.testing import Design, MadeRun, PlantedFault, make_run, plant

from .effects import effect_of, holds
from .file import TRUTH
from .state import Lines

_SEED = 90_000_001
"""Seed of the large tables; no run has it."""

Knobs = tuple[tuple[str, float], ...]
"""How faults were planted, and of which size."""


@lru_cache(maxsize=2)
def _large(design: Design, knobs: Knobs, count: int) -> MadeRun:
    return make_run(design, count, _SEED, faults=planted_by(knobs))


def planted_by(knobs: Knobs) -> list[PlantedFault]:
    """The faults."""
    return [plant(by, size) for by, size in knobs]


def rule_of(faults: Sequence[PlantedFault]) -> str:
    """How frames are summed up: as the faults say, else by their mean."""
    return next((f.aggregation for f in faults if f.aggregation != "mean"), "mean")


def at_any_size(design: Design, n: int) -> Design:
    """The design with the share of fakes that it has at ``n`` videos."""
    return replace(design, fakes=design.share(n), fake_videos=None) if design.fake_videos is not None else design


class Truth:
    """Effects in large tables, each measured once."""

    def __init__(self, kept: Lines) -> None:
        """Args: ``kept``: where effects are kept."""
        self._kept = kept

    def effect(self, design: Design, n: int, code: str, subject: str, knobs: Knobs = ()) -> float:
        """Effect of a code in 200,000 videos of the design that a run of ``n`` videos has, with these faults."""
        fixed = at_any_size(design, n)
        key = repr((fixed.name, round(fixed.fakes, 4), code, subject, knobs))
        if key not in self._kept.rows:
            run = _large(fixed, knobs, TRUTH)
            self._kept.add(key, effect_of(code, run, subject, rule_of(planted_by(knobs))))
        return self._kept.rows[key]

    def true(self, design: Design, n: int, code: str, subject: str, knobs: Knobs = ()) -> bool:
        """Whether a finding of this code on this subject is true."""
        return holds(code, self.effect(design, n, code, subject, knobs))
