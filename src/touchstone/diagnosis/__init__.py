"""Why: causes and symptoms, each with its evidence, from the tables alone."""

from ._codes import CODES, Code, Pair
from ._diagnose import diagnose, headlines
from ._finding import Alternative, Evidence, Finding, Kind, Severity, Verdict
from ._slices import weak_slices
from ._weights import diagnose_checkpoints

__all__ = [
    "CODES",
    "Alternative",
    "Code",
    "Evidence",
    "Finding",
    "Kind",
    "Pair",
    "Severity",
    "Verdict",
    "diagnose",
    "diagnose_checkpoints",
    "headlines",
    "weak_slices",
]
