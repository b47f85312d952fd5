"""Each specialist on its own ground."""

from .along import Along
from .conditions import ConditionResult, LevelResult
from .examine import GROUNDS, SpecialistExamination, examine_specialist
from .grounds import NEEDED
from .measures import Measurement
from .planted import Planted
from .shown import Distribution

__all__ = [
    "GROUNDS",
    "NEEDED",
    "Along",
    "ConditionResult",
    "Distribution",
    "LevelResult",
    "Measurement",
    "Planted",
    "SpecialistExamination",
    "examine_specialist",
]
