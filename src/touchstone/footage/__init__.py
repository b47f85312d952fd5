"""One pass over one video: its facts, its indicators, and the pictures that detectors are fed.

Never imports torch, so that it can run in light worker processes.
"""

from ._album import Pictures
from ._evenly import evenly
from ._faces import EVERY, FaceWatch, detector_named
from ._observe import Observation, observe
from ._window import Window, show

__all__ = ["EVERY", "FaceWatch", "Observation", "Pictures", "Window", "detector_named", "evenly", "observe", "show"]
