"""What the numbers of a checkpoint show without footage."""

from .fresh import WeightsExamination, examine_weights
from .parts import FEWEST_VALUES, FITS_NOISE, STRUCTURED, VERY_UNLIKELY, FreshPart, Units
from .unreachable import KEY

__all__ = [
    "FEWEST_VALUES",
    "FITS_NOISE",
    "KEY",
    "STRUCTURED",
    "VERY_UNLIKELY",
    "FreshPart",
    "Units",
    "WeightsExamination",
    "examine_weights",
]
