"""What the tables tell of each detector and of the footage, before causes are sought."""

from ._assessment import NO_SIGNAL_BAND, WANTED_HALF_WIDTH, Assessment, assess
from ._association import Association, associations
from ._counts import CountedDetector, CountedFile, CountedPair, examine_counts
from ._detector import DetectorExamination, examine_detector
from ._examine import Examination, Question, examine
from ._footage import FootageExamination, Origin, examine_footage
from ._sampling import MOST

__all__ = [
    "MOST",
    "NO_SIGNAL_BAND",
    "WANTED_HALF_WIDTH",
    "Assessment",
    "Association",
    "CountedDetector",
    "CountedFile",
    "CountedPair",
    "DetectorExamination",
    "Examination",
    "FootageExamination",
    "Origin",
    "Question",
    "assess",
    "associations",
    "examine",
    "examine_counts",
    "examine_detector",
    "examine_footage",
]
