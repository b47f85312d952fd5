"""Footage: a video opened once and safely, its frames, its sound, its faces, the facts of its container; and
video written.

Needs the extra ``footage`` (PyAV, OpenCV, Pillow); never imports torch, so that it can run in light worker
processes.
"""

from . import _backend as _backend  # first: it says what to install when something is missing
from ._faces import (
    Face,
    FaceDetector,
    FaceStatus,
    KnownFace,
    face_status,
    known_faces,
    open_face_detector,
    track_faces,
)
from ._facts import VideoFacts
from ._frame import Frame
from ._picture import filmstrip, jpeg, resize
from ._region import Box
from ._sound import Sound
from ._video import Video, open_video
from ._write import write_video

__all__ = [
    "Box",
    "Face",
    "FaceDetector",
    "FaceStatus",
    "Frame",
    "KnownFace",
    "Sound",
    "Video",
    "VideoFacts",
    "face_status",
    "filmstrip",
    "jpeg",
    "known_faces",
    "open_face_detector",
    "open_video",
    "resize",
    "track_faces",
    "write_video",
]
