"""The six domains, the indicators of footage, and detectors' contracts, as data. Everything may read them; they read nothing."""

from ._contract import IMAGENET_MEAN, IMAGENET_STD, InputContract, Interpolation, OutputContract
from ._domain import DOMAINS, Domain
from ._indicator import CLIP_INDICATORS, FRAME_INDICATORS, Indicator

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
]
