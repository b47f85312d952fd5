"""Detectors together: ways to combine them, judged on what they were not fitted on, and what each member brings."""

from .examine import Abstaining, EnsembleExamination, examine_ensemble
from .judge import HeldOut, Judged
from .members import ErrorPair, Part, pairs, parts
from .rules import BEST_SINGLE, RULES, combine, weights_of

__all__ = [
    "BEST_SINGLE",
    "RULES",
    "Abstaining",
    "EnsembleExamination",
    "ErrorPair",
    "HeldOut",
    "Judged",
    "Part",
    "combine",
    "examine_ensemble",
    "pairs",
    "parts",
    "weights_of",
]
