"""What ``designs.toml`` says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from touchstone.testing import Design

PATH = Path(__file__).with_name("designs.toml")

_FILE: dict[str, Any] = tomllib.loads(PATH.read_text("utf-8"))
_USUAL = _FILE["healthy"]["usual"]

Seeds = Literal["tune", "final"]
Strength = Literal["weak", "strong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """One line of the faults.

    Attributes:
        name: its name.
        code: code of the cause that it is.
        by: how it is planted, a key of ``touchstone.testing.PLANTERS``.
        weak: effect of half of the runs, in the unit of the code's smallest effect.
        strong: effect of the other half.
        kind: root, symptom or info.
        undecidable: whether scores alone cannot show it.
    """

    name: str
    code: str
    by: str
    weak: float
    strong: float
    kind: Literal["root", "symptom", "info"] = "root"
    undecidable: bool = False


DESIGNS = {name: Design.of({**_USUAL, **line, "name": name}) for name, line in _FILE["healthy"]["designs"].items()}
"""Name → healthy design."""

BACKGROUNDS = tuple(
    Design.of({**_USUAL, **line, "name": f"background {place}"})
    for place, line in enumerate(_FILE["planted"]["usual"]["backgrounds"])
)
"""Designs that faults are planted into, in turn."""

FAULTS = {name: FaultLine(name=name, **line) for name, line in _FILE["planted"]["faults"].items()}
"""Name → fault."""

DOUBLES: dict[str, tuple[str, str]] = {name: (a, b) for name, (a, b) in _FILE["planted"]["doubles"].items()}
"""Name → two faults that are planted at once."""

LEAST: dict[str, float] = {code: line["least"] for code, line in _FILE["least"].items()}
"""Code → smallest effect worth acting on; 0 for exact facts."""

SIZES: tuple[int, ...] = tuple(_FILE["sizes"]["planted"])
TRUTH: int = _FILE["sizes"]["truth"]
RUNS: dict[str, int] = _FILE["runs"]


def seed_of(seeds: Seeds, run: int) -> int:
    """Seed of a run; :func:`touchstone.testing.make_run` adds the name of the design.

    Raises:
        ValueError: the range has fewer runs.
    """
    first, last = _FILE["seeds"][seeds]["first"], _FILE["seeds"][seeds]["last"]
    if first + run > last:
        raise ValueError(f"the seeds {seeds} end after {last - first + 1} runs")
    return first + run
