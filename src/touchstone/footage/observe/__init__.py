"""One pass over one video: its facts, its indicators, and the pictures that detectors are fed.

Never imports torch, so that it can run in light worker processes.
"""

from .album import Pictures
from .face_watch import EVERY, FaceWatch, detector_named
from .one_pass import Observation, observe
from .window import Window, show_views

__all__ = ["EVERY", "FaceWatch", "Observation", "Pictures", "Window", "detector_named", "observe", "show_views"]
