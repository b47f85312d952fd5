"""The files below ``analysis/``, one type each."""

from .base import Artefact, Provenance
from .comprehensive import ComprehensiveAnalysis, comprehensive
from .detailed import DetailedAnalysis, detailed_analyses
from .footage import FootageAnalysis, footage_analysis
from .indicators import IndicatorSummary, summarise
from .material import Material, file_of, in_one_line, model_name
from .overview import OverallSummary, overview
from .performers import Performer, performers
from .plans import CountedDetectors, Ensemble, Findings, Roadmap, counted_detectors, ensemble, roadmap
from .samples import wrongness

__all__ = [
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
    "detailed_analyses",
    "ensemble",
    "file_of",
    "footage_analysis",
    "in_one_line",
    "model_name",
    "overview",
    "performers",
    "roadmap",
    "summarise",
    "wrongness",
]
