"""One pass over one video: its facts, its indicators, and the pictures that detectors are fed.

Never imports torch, so that it can run in light worker processes.
"""

from ._album import Pictures
from ._evenly import evenly
from ._observe import Observation, observe

__all__ = ["Observation", "Pictures", "evenly", "observe"]
