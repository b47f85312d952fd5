"""The six domains, the indicators of footage, and detectors' contracts, as data.

Everything may read them; they read no other room.
"""

from .clip_indicators import CLIP_INDICATORS
from .contract import IMAGENET_MEAN, IMAGENET_STD, InputContract, Interpolation, OutputContract
from .describe import describe
from .domain import DOMAINS, Domain
from .frame_indicators import FRAME_INDICATORS
from .indicator import Indicator

__all__ = [
    "CLIP_INDICATORS",
    "DOMAINS",
    "FRAME_INDICATORS",
    "IMAGENET_MEAN",
    "IMAGENET_STD",
    "Domain",
    "Indicator",
    "InputContract",
    "Interpolation",
    "OutputContract",
    "describe",
]
