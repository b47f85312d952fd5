"""The files in ``analysis/``, one type each."""

from .base import Artefact, Provenance
from .detailed import DetailedAnalysis, detailed_analyses
from .files import FILES
from .indicators import IndicatorSummary, summarise
from .material import Material, file_of, model_name
from .performers import performers
from .plans import Findings
from .samples import wrongness

__all__ = [
    "FILES",
    "Artefact",
    "DetailedAnalysis",
    "Findings",
    "IndicatorSummary",
    "Material",
    "Provenance",
    "detailed_analyses",
    "file_of",
    "model_name",
    "performers",
    "summarise",
    "wrongness",
]
