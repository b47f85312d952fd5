"""Detectors together: ways to combine them, judged on what they were not fitted on, and what each member brings."""

from .by_indicators import BY_INDICATORS
from .examine import Abstaining, EnsembleExamination, examine_ensemble
from .judge import HeldOut, Judged
from .members import ErrorPair, Part, pairs, parts
from .rules import BEST_SINGLE, RULES, combine, weights_of
from .sets import Ensembles, examine_ensembles
from .traits import VideoTraits
from .usable import MemberNumbers, UsableEnsemble

__all__ = [
    "BEST_SINGLE",
    "BY_INDICATORS",
    "RULES",
    "Abstaining",
    "EnsembleExamination",
    "Ensembles",
    "ErrorPair",
    "HeldOut",
    "Judged",
    "MemberNumbers",
    "Part",
    "UsableEnsemble",
    "VideoTraits",
    "combine",
    "examine_ensemble",
    "examine_ensembles",
    "pairs",
    "parts",
    "weights_of",
]
