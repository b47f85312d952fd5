"""``counted_detectors.json``: detectors of which only counts of right decisions are known."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.examination import CountedDetector, CountedPair

from .base import Artefact
from .material import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDetectors(Artefact):
    """Detectors by counts: no ranking, no calibration, no other threshold.

    Attributes:
        detectors: the detectors, file by file.
        comparisons: every pair inside a file.
    """

    detectors: tuple[CountedDetector, ...]
    comparisons: tuple[CountedPair, ...]


def counted_detectors(material: Material) -> CountedDetectors | None:
    """The counts of the run; ``None`` where it has none."""
    files = material.examined.counted
    if not files:
        return None
    return CountedDetectors(
        run=material.provenance,
        detectors=tuple(d for file in files for d in file.detectors),
        comparisons=tuple(p for file in files for p in file.pairs),
    )
