"""One pass over one video: its facts, its indicators, and the pictures that detectors are fed.

Never imports torch, so that it can run in light worker processes.
"""

from ._observe import Observation, Pictures, evenly, observe

__all__ = ["Observation", "Pictures", "evenly", "observe"]
