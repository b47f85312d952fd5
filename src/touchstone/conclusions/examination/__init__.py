"""What the tables tell of each detector and of the footage, before causes are sought."""

from .activation import Squeezed, undone
from .aggregation import OtherRule
from .alignment import Realigned
from .assessment import NO_SIGNAL_BAND, WANTED_HALF_WIDTH, Assessment, AssessmentWord, assess, known_well_enough
from .association import Association, associations
from .collecting import NextVideos, RichCell
from .counts import CountedDetector, CountedFile, CountedPair, examine_counts
from .coverage import Coverage
from .cues import FOLLOWS, Cue
from .detector import DetectorExamination, SharedFacts, examine_detector
from .ensemble import (
    BEST_SINGLE,
    Abstaining,
    CalibrationThere,
    EnsembleExamination,
    Ensembles,
    ErrorPair,
    HeldOut,
    Judged,
    MemberNumbers,
    Part,
    SingleThere,
    UsableEnsemble,
    UsablePoint,
    examine_ensemble,
)
from .footage import CLEAR_EXCESS, FootageExamination, Origin, examine_footage
from .labels import ContradictedSource, LabelExamination, Suspect, examine_labels
from .leakage import Duplicates, Leak
from .metadata import MetadataClassifier, classify_metadata
from .missing import Missing
from .one_answer import OneAnswer
from .operating import OperatingPoint, OperatingPoints, aim_in_words, is_uneven, threshold_in_words
from .own_domain import OwnDomain
from .performers import Performer
from .rejected import Contradiction, RejectedRows
from .sampling import MOST_DRAWN
from .score_facts import ScoreFacts
from .specialists import (
    GROUNDS,
    NEEDED,
    Along,
    ConditionResult,
    Distribution,
    LevelResult,
    Measurement,
    Planted,
    SpecialistExamination,
    examine_specialist,
)
from .splits import Optimism, SplitChoice, choose_split, tables_of
from .spread import ScoreSpread
from .turned_sets import Turned, TurnedSet
from .validity import InvalidScores, only_probabilities
from .weights import (
    DECAYED,
    DECAYED_SCALE,
    FEWEST_VALUES,
    FITS_NOISE,
    KEY,
    STRUCTURED,
    USUAL_FIT,
    VERY_UNLIKELY,
    Copied,
    FreshPart,
    SilentPart,
    StaleNorms,
    Units,
    WeightsExamination,
    examine_weights,
)
from .whole import Examination, Question, examine

__all__ = [
    "BEST_SINGLE",
    "CLEAR_EXCESS",
    "DECAYED",
    "DECAYED_SCALE",
    "FEWEST_VALUES",
    "FITS_NOISE",
    "FOLLOWS",
    "GROUNDS",
    "KEY",
    "MOST_DRAWN",
    "NEEDED",
    "NO_SIGNAL_BAND",
    "STRUCTURED",
    "USUAL_FIT",
    "VERY_UNLIKELY",
    "WANTED_HALF_WIDTH",
    "Abstaining",
    "Along",
    "Assessment",
    "AssessmentWord",
    "Association",
    "CalibrationThere",
    "ConditionResult",
    "ContradictedSource",
    "Contradiction",
    "Copied",
    "CountedDetector",
    "CountedFile",
    "CountedPair",
    "Coverage",
    "Cue",
    "DetectorExamination",
    "Distribution",
    "Duplicates",
    "EnsembleExamination",
    "Ensembles",
    "ErrorPair",
    "Examination",
    "FootageExamination",
    "FreshPart",
    "HeldOut",
    "InvalidScores",
    "Judged",
    "LabelExamination",
    "Leak",
    "LevelResult",
    "Measurement",
    "MemberNumbers",
    "MetadataClassifier",
    "Missing",
    "NextVideos",
    "OneAnswer",
    "OperatingPoint",
    "OperatingPoints",
    "Optimism",
    "Origin",
    "OtherRule",
    "OwnDomain",
    "Part",
    "Performer",
    "Planted",
    "Question",
    "Realigned",
    "RejectedRows",
    "RichCell",
    "ScoreFacts",
    "ScoreSpread",
    "SharedFacts",
    "SilentPart",
    "SingleThere",
    "SpecialistExamination",
    "SplitChoice",
    "Squeezed",
    "StaleNorms",
    "Suspect",
    "Turned",
    "TurnedSet",
    "Units",
    "UsableEnsemble",
    "UsablePoint",
    "WeightsExamination",
    "aim_in_words",
    "assess",
    "associations",
    "choose_split",
    "classify_metadata",
    "examine",
    "examine_counts",
    "examine_detector",
    "examine_ensemble",
    "examine_footage",
    "examine_labels",
    "examine_specialist",
    "examine_weights",
    "is_uneven",
    "known_well_enough",
    "only_probabilities",
    "tables_of",
    "threshold_in_words",
    "undone",
]
