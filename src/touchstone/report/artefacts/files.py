"""The files in ``analysis/`` that every run has once: what each holds, and how it is made."""

from __future__ import annotations

from collections.abc import Callable

from .base import Artefact
from .comprehensive import ComprehensiveAnalysis, comprehensive
from .footage import FootageAnalysis, footage_analysis
from .material import Material
from .overview import OverallSummary, overview
from .plans import CountedDetectors, Ensemble, Findings, Roadmap, counted_detectors
from .profile import Profile, profile

FILES: dict[str, tuple[type[Artefact], Callable[[Material], Artefact | None]]] = {
    "comprehensive_model_analysis.json": (ComprehensiveAnalysis, comprehensive),
    "overall_analysis_summary.json": (OverallSummary, overview),
    "training_roadmap.json": (
        Roadmap, lambda m: Roadmap(run=m.provenance, created_at=m.run.scored, phases=m.prescription.phases),
    ),
    "findings.json": (Findings, lambda m: Findings.of(m.provenance, m.findings)),
    "ensemble.json": (Ensemble, lambda m: Ensemble(run=m.provenance, advice=m.prescription.ensemble)),
    "footage_analysis.json": (FootageAnalysis, footage_analysis),
    "counted_detectors.json": (CountedDetectors, counted_detectors),
    "profile.json": (Profile, profile),
}  # fmt: skip
"""Name → type, and the function that makes it from a run; ``None`` where the run has nothing to put into it."""
