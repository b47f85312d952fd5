"""Footage: a video opened once and safely, its frames, its sound, the facts of its container; and video written.

Needs the extra ``footage`` (PyAV, OpenCV, Pillow); never imports torch, so that it can run in light worker
processes.
"""

from . import backend as backend  # first: it says what to install when something is missing
from .container import Limits
from .facts import VideoFacts
from .frame import Frame
from .glance import Glance, glances
from .picture import Pixels, filmstrip, jpeg, resize
from .plan import evenly
from .region import Box
from .sound import MOST_SAMPLES, Sound, Waveform
from .video import Video, open_video
from .write import write_video

__all__ = [
    "MOST_SAMPLES",
    "Box",
    "Frame",
    "Glance",
    "Limits",
    "Pixels",
    "Sound",
    "Video",
    "VideoFacts",
    "Waveform",
    "evenly",
    "filmstrip",
    "glances",
    "jpeg",
    "open_video",
    "resize",
    "write_video",
]
