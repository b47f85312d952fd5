"""The six domains and the indicators of footage, as data. Everything may read them; they read nothing."""

from ._domain import DOMAINS, Domain
from ._indicator import CLIP_INDICATORS, FRAME_INDICATORS, Indicator

__all__ = ["CLIP_INDICATORS", "DOMAINS", "FRAME_INDICATORS", "Domain", "Indicator"]
