"""``training_roadmap.json``, ``findings.json``, ``ensemble.json``, ``counted_detectors.json``: the conclusions, unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from touchstone.conclusions.diagnosis import CAUSES, Finding
from touchstone.conclusions.examination import CountedDetector, CountedPair
from touchstone.conclusions.prescription import EnsembleAdvice, Phase

from .base import Artefact, Provenance
from .material import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap(Artefact):
    """Five phases; their tasks come from the findings of this run.

    Attributes:
        created_at: when the last video was scored, ISO 8601.
        phases: the phases, in order.
    """

    created_at: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Artefact):
    """Causes and symptoms, the most severe first.

    Attributes:
        findings: the findings.
        meanings: what each code that occurs means.
    """

    findings: tuple[Finding, ...]
    meanings: dict[str, str]

    @classmethod
    def of(cls, run: Provenance, findings: tuple[Finding, ...]) -> Self:
        """All findings, and the meanings of their codes and of the symptoms under them."""
        codes = sorted({code for f in findings for code in (f.code, *f.accounts_for)})
        return cls(run=run, findings=findings, meanings={code: CAUSES[code].meaning for code in codes})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble(Artefact):
    """The ensemble that the data support.

    Attributes:
        advice: how to combine the detectors.
    """

    advice: EnsembleAdvice


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDetectors(Artefact):
    """Detectors of which only counts are known: no ranking, no calibration, no other threshold.

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
