"""What the tables tell of each detector and of the footage, before causes are sought."""

from ._assessment import NO_SIGNAL_BAND, WANTED_HALF_WIDTH, Assessment, assess
from ._association import Association, associations
from ._detector import DetectorExamination, examine_detector
from ._ensemble import (
    BEST_SINGLE,
    Abstaining,
    EnsembleExamination,
    ErrorPair,
    HeldOut,
    Judged,
    Part,
    examine_ensemble,
)
from ._examine import Examination, Question, examine
from ._footage import FootageExamination, Origin, examine_footage

__all__ = [
    "BEST_SINGLE",
    "NO_SIGNAL_BAND",
    "WANTED_HALF_WIDTH",
    "Abstaining",
    "Assessment",
    "Association",
    "DetectorExamination",
    "EnsembleExamination",
    "ErrorPair",
    "Examination",
    "FootageExamination",
    "HeldOut",
    "Judged",
    "Origin",
    "Part",
    "Question",
    "assess",
    "associations",
    "examine",
    "examine_detector",
    "examine_ensemble",
    "examine_footage",
]
