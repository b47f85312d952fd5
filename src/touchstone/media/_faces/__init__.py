"""Faces: where they are in a picture, and one person's face followed over a clip."""

from ._face import Face, FaceDetector, FaceStatus, face_status
from ._known import KnownFace, known_faces
from ._open import open_face_detector
from ._track import track_faces

__all__ = [
    "Face",
    "FaceDetector",
    "FaceStatus",
    "KnownFace",
    "face_status",
    "known_faces",
    "open_face_detector",
    "track_faces",
]
