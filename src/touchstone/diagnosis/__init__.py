"""Why: causes and symptoms, each with its evidence, from the tables alone."""

from ._codes import CODES, Code
from ._diagnose import diagnose
from ._finding import Evidence, Finding, Kind, Severity, Verdict
from ._slices import weak_slices
from ._weights import diagnose_checkpoints

__all__ = [
    "CODES",
    "Code",
    "Evidence",
    "Finding",
    "Kind",
    "Severity",
    "Verdict",
    "diagnose",
    "diagnose_checkpoints",
    "weak_slices",
]
