"""Detectors together: ways to combine them, judged on what they were not fitted on, and what each member brings."""

from .abstaining import Abstaining, CalibrationThere, SingleThere
from .by_indicators import BY_INDICATORS
from .examine import EnsembleExamination, examine_ensemble
from .judge import HeldOut, Judged
from .members import ErrorPair, Part, pairs, parts
from .rules import BEST_SINGLE, RULES, combine, weights_of
from .sets import Ensembles, examine_ensembles
from .traits import VideoTraits
from .usable import MemberNumbers, UsableEnsemble, UsablePoint

__all__ = [
    "BEST_SINGLE",
    "BY_INDICATORS",
    "RULES",
    "Abstaining",
    "CalibrationThere",
    "EnsembleExamination",
    "Ensembles",
    "ErrorPair",
    "HeldOut",
    "Judged",
    "MemberNumbers",
    "Part",
    "SingleThere",
    "UsableEnsemble",
    "UsablePoint",
    "VideoTraits",
    "combine",
    "examine_ensemble",
    "examine_ensembles",
    "pairs",
    "parts",
    "weights_of",
]
