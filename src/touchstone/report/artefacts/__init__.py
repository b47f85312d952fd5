"""The files below ``analysis/``, one model each."""

from .base import Artefact, Provenance
from .comprehensive import ComprehensiveAnalysis, comprehensive
from .counted import CountedDetectors, counted_detectors
from .detailed import DetailedAnalysis, detailed_analyses
from .footage import FootageAnalysis, footage_analysis
from .indicators import IndicatorSummary, describe, summarise
from .material import Material, file_of, model_name, said
from .overview import OverallSummary, overview
from .performers import SIGNIFICANT, Performer, performers
from .plans import Ensemble, Findings, Roadmap, ensemble, findings_file, roadmap
from .samples import wrongness

__all__ = [
    "SIGNIFICANT",
    "Artefact",
    "ComprehensiveAnalysis",
    "CountedDetectors",
    "DetailedAnalysis",
    "Ensemble",
    "Findings",
    "FootageAnalysis",
    "IndicatorSummary",
    "Material",
    "OverallSummary",
    "Performer",
    "Provenance",
    "Roadmap",
    "comprehensive",
    "counted_detectors",
    "describe",
    "detailed_analyses",
    "ensemble",
    "file_of",
    "findings_file",
    "footage_analysis",
    "model_name",
    "overview",
    "performers",
    "roadmap",
    "said",
    "summarise",
    "wrongness",
]
