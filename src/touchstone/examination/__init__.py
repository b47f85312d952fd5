"""What the tables tell of each detector and of the footage, before causes are sought."""

from ._assessment import NO_SIGNAL_BAND, WANTED_HALF_WIDTH, Assessment, assess
from ._association import Association, associations
from ._detector import DetectorExamination, examine_detector
from ._examine import Examination, Question, examine
from ._footage import FootageExamination, Origin, examine_footage
from ._score_facts import ScoreFacts
from ._validity import ANSWERED, only_probabilities

__all__ = [
    "ANSWERED",
    "NO_SIGNAL_BAND",
    "WANTED_HALF_WIDTH",
    "Assessment",
    "Association",
    "DetectorExamination",
    "Examination",
    "FootageExamination",
    "Origin",
    "Question",
    "ScoreFacts",
    "assess",
    "associations",
    "examine",
    "examine_detector",
    "examine_footage",
    "only_probabilities",
]
