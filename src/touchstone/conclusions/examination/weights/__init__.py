"""What the numbers of a checkpoint show without footage."""

from .copies import Copied
from .fresh import WeightsExamination, examine_weights
from .norms import StaleNorms
from .parts import FEWEST_VALUES, FITS_NOISE, STRUCTURED, USUAL_FIT, VERY_UNLIKELY, FreshPart, Units
from .silent import DECAYED, DECAYED_SCALE, SilentPart
from .unreachable import KEY

__all__ = [
    "DECAYED",
    "DECAYED_SCALE",
    "FEWEST_VALUES",
    "FITS_NOISE",
    "KEY",
    "STRUCTURED",
    "USUAL_FIT",
    "VERY_UNLIKELY",
    "Copied",
    "FreshPart",
    "SilentPart",
    "StaleNorms",
    "Units",
    "WeightsExamination",
    "examine_weights",
]
