"""Each specialist on its own ground."""

from .along import Along, Bin
from .conditions import ConditionResult, LevelResult
from .examine import GROUNDS, SpecialistExamination, examine_specialist
from .grounds import NEEDED, Condition, Ground, Level, Measure, Range
from .measures import Measurement
from .planted import DoseResult, Planted
from .shown import Distribution, End, FrameSpread

__all__ = [
    "GROUNDS",
    "NEEDED",
    "Along",
    "Bin",
    "Condition",
    "ConditionResult",
    "Distribution",
    "DoseResult",
    "End",
    "FrameSpread",
    "Ground",
    "Level",
    "LevelResult",
    "Measure",
    "Measurement",
    "Planted",
    "Range",
    "SpecialistExamination",
    "examine_specialist",
]
