"""Why: causes and symptoms, each with its evidence, from the tables alone."""

from .codes import CODES, Code, Pair
from .finding import Alternative, Evidence, Finding, FindingKind, Severity, Verdict
from .slices import weak_slices
from .weights.checkpoints import diagnose_checkpoints
from .weights.fresh_parts import STRUCTURED
from .whole import diagnose, headlines

__all__ = [
    "CODES",
    "STRUCTURED",
    "Alternative",
    "Code",
    "Evidence",
    "Finding",
    "FindingKind",
    "Pair",
    "Severity",
    "Verdict",
    "diagnose",
    "diagnose_checkpoints",
    "headlines",
    "weak_slices",
]
