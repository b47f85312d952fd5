"""Each specialist on its own ground."""

from ._along import Along, Bin
from ._conditions import ConditionResult, LevelResult
from ._examine import GROUNDS, SpecialistExamination, examine_specialist
from ._grounds import NEEDED, Condition, Ground, Level, Measure, Range
from ._measures import Measurement
from ._planted import DoseResult, Planted
from ._shown import Distribution, End, FrameSpread

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
