"""The files below ``analysis/``, one model each."""

from ._base import Artefact, Provenance
from ._comprehensive import ComprehensiveAnalysis, comprehensive
from ._counted import CountedDetectors, counted_detectors
from ._detailed import DetailedAnalysis, detailed_analyses
from ._footage import FootageAnalysis, footage_analysis
from ._indicators import IndicatorSummary, describe, summarise
from ._material import Material, file_of, model_name, said
from ._overview import OverallSummary, overview
from ._performers import SIGNIFICANT, Performer, performers
from ._plans import Ensemble, Findings, Roadmap, ensemble, findings_file, roadmap
from ._samples import wrongness

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
