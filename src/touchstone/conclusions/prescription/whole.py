"""From the findings of a run to its prescription."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import Examination

from .advice import DetectorPrescription, Phase
from .detectors import prescribe_detector
from .ensemble import EnsembleAdvice, advise_ensemble
from .roadmap import plan
from .standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """All advice of a run.

    Attributes:
        detectors: advice for each detector, in the order of the examination.
        ensemble: how to combine them.
        phases: the roadmap.
    """

    detectors: tuple[DetectorPrescription, ...]
    ensemble: EnsembleAdvice
    phases: tuple[Phase, ...]


def prescribe(examined: Examination, findings: Sequence[Finding], command: str) -> Prescription:
    """Advise on every detector, on the ensemble, and on the order of the work."""
    real = examined.by_real_scores
    answered = [None] * len(examined.detectors) if real is None else real.detectors
    standings = tuple(Standing.of(d, real_only) for d, real_only in zip(examined.detectors, answered, strict=True))
    detectors = tuple(prescribe_detector(standing, findings, command) for standing in standings)
    ensemble = advise_ensemble(examined)
    phases = plan(standings, examined.footage, findings, detectors, ensemble, command=command)
    return Prescription(detectors=detectors, ensemble=ensemble, phases=phases)
