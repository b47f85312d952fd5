"""Footage: a video opened once and safely, its frames, its sound, the facts of its container; and video
written.

Needs the extra ``footage`` (PyAV, OpenCV, Pillow); never imports torch, so that it can run in light worker
processes.
"""

from . import _backend as _backend  # first: it says what to install when something is missing
from ._facts import VideoFacts
from ._frame import Frame
from ._picture import filmstrip, jpeg, resize
from ._region import Box
from ._sound import Sound
from ._video import Video, open_video
from ._write import write_video

__all__ = [
    "Box",
    "Frame",
    "Sound",
    "Video",
    "VideoFacts",
    "filmstrip",
    "jpeg",
    "open_video",
    "resize",
    "write_video",
]
