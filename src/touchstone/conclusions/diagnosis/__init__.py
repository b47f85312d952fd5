"""Why: causes and symptoms, each with its evidence, from the tables alone."""

from .cause import Cause, LookAlike, Measure, Topic
from .causes.data.too_small import CAUSE as TOO_SMALL
from .causes.scores.threshold_shift import CAUSE as THRESHOLD_SHIFT
from .causes.scores.threshold_shift import right_for_uneven_classes
from .causes.training.weak_slice import CAUSE as WEAK_SLICE
from .causes.training.weak_slice import weak_slices
from .finding import Alternative, Evidence, Finding, FindingKind, Severity, Verdict
from .order import CAUSES, meaning_of
from .whole import conclusions, diagnose, diagnose_checkpoints, headlines

__all__ = [
    "CAUSES",
    "THRESHOLD_SHIFT",
    "TOO_SMALL",
    "WEAK_SLICE",
    "Alternative",
    "Cause",
    "Evidence",
    "Finding",
    "FindingKind",
    "LookAlike",
    "Measure",
    "Severity",
    "Topic",
    "Verdict",
    "conclusions",
    "diagnose",
    "diagnose_checkpoints",
    "headlines",
    "meaning_of",
    "right_for_uneven_classes",
    "weak_slices",
]
