"""Why: causes and symptoms, each with its evidence, from the tables alone."""

from ._codes import CODES, Code
from ._diagnose import diagnose
from ._finding import Evidence, Finding, Kind, Severity, Verdict
from ._slices import weak_slices

__all__ = ["CODES", "Code", "Evidence", "Finding", "Kind", "Severity", "Verdict", "diagnose", "weak_slices"]
