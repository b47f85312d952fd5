"""Detectors together: ways to combine them, judged on what they were not fitted on, and what each member brings."""

from .examine import Abstaining, EnsembleExamination, examine_ensemble
from .judge import HeldOut, Judged
from .members import ErrorPair, Part, pairs, parts
from .rules import BEST_SINGLE, RULES, combine, weights_of
from .sets import Ensembles, examine_ensembles

__all__ = [
    "BEST_SINGLE",
    "RULES",
    "Abstaining",
    "EnsembleExamination",
    "Ensembles",
    "ErrorPair",
    "HeldOut",
    "Judged",
    "Part",
    "combine",
    "examine_ensemble",
    "examine_ensembles",
    "pairs",
    "parts",
    "weights_of",
]
