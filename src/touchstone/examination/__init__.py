"""What the tables tell of each detector and of the footage, before causes are sought."""

from ._assessment import NO_SIGNAL_BAND, WANTED_HALF_WIDTH, Assessment, assess
from ._association import Association, associations
from ._counts import CountedDetector, CountedFile, CountedPair, examine_counts
from ._cues import FOLLOWS, Cue
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
from ._footage import CLEAR_EXCESS, FootageExamination, Origin, examine_footage
from ._labels import ContradictedSource, LabelExamination, Suspect, examine_labels
from ._leakage import Duplicates, Leak
from ._metadata import MetadataClassifier, classify_metadata
from ._missing import Missing
from ._own_domain import OwnDomain
from ._sampling import MOST
from ._score_facts import ScoreFacts
from ._specialists import (
    GROUNDS,
    NEEDED,
    Along,
    ConditionResult,
    Measurement,
    Planted,
    SpecialistExamination,
    examine_specialist,
)
from ._validity import ANSWERED, only_probabilities

__all__ = [
    "ANSWERED",
    "BEST_SINGLE",
    "CLEAR_EXCESS",
    "FOLLOWS",
    "GROUNDS",
    "MOST",
    "NEEDED",
    "NO_SIGNAL_BAND",
    "WANTED_HALF_WIDTH",
    "Abstaining",
    "Along",
    "Assessment",
    "Association",
    "ConditionResult",
    "ContradictedSource",
    "CountedDetector",
    "CountedFile",
    "CountedPair",
    "Cue",
    "DetectorExamination",
    "Duplicates",
    "EnsembleExamination",
    "ErrorPair",
    "Examination",
    "FootageExamination",
    "HeldOut",
    "Judged",
    "LabelExamination",
    "Leak",
    "Measurement",
    "MetadataClassifier",
    "Missing",
    "Origin",
    "OwnDomain",
    "Part",
    "Planted",
    "Question",
    "ScoreFacts",
    "SpecialistExamination",
    "Suspect",
    "assess",
    "associations",
    "classify_metadata",
    "examine",
    "examine_counts",
    "examine_detector",
    "examine_ensemble",
    "examine_footage",
    "examine_labels",
    "examine_specialist",
    "only_probabilities",
]
