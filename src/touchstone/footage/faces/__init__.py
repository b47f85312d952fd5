"""Faces: where they are in a picture, and one person's face followed over a clip."""

from .face import Face, FaceDetector, FaceStatus, face_status
from .known import KnownFace
from .open import open_face_detector
from .track import track_faces

__all__ = [
    "Face",
    "FaceDetector",
    "FaceStatus",
    "KnownFace",
    "face_status",
    "open_face_detector",
    "track_faces",
]
