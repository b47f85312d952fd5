"""The face of a video while it is read: looked for in sampled frames, followed through the window."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from touchstone.footage.faces import Face, FaceDetector, face_status, open_face_detector, track_faces
from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import Box, Frame, Pixels

_SIDE = 400  # pixels: shorter side of the frames that the face is followed in; detectors search at no larger size
EVERY = 10
"""Frames from one look of the detector to the next."""


@lru_cache(maxsize=2)
def detector_named(name: str) -> FaceDetector | None:
    """One detector per process and name; ``None`` for ``none``."""
    return None if name == "none" else open_face_detector(name)


def largest(faces: list[Face]) -> Face | None:
    """The face that a picture is about."""
    return max(faces, key=lambda face: face.box.width * face.box.height, default=None)


def face_columns(face: Face | None, looked: bool) -> dict[str, Any]:
    """Columns of the ``frames`` table about the face; all null where faces were not looked for."""
    box = (None,) * 4 if face is None else face.box
    places = dict(zip(("face_x", "face_y", "face_width", "face_height"), box, strict=True))
    return {**places, "face_status": face_status(face) if looked else None}


class FaceWatch:
    """Looks for the face of one video.

    The window is kept at a small size until it is complete: a face is followed from both sides.

    Args:
        detector: what looks; nothing is looked for without one.
    """

    def __init__(self, detector: FaceDetector | None) -> None:
        self._detector = detector
        self._planes: list[Pixels] = []
        self._times: list[float] = []
        self._index: list[int] = []
        self._size = (0, 0)  # height and width of the frames
        self._scale = (1.0, 1.0)  # small pixels per pixel of the frame, across and down
        self._followed: list[Face | None] | None = None

    @property
    def looking(self) -> bool:
        """Whether faces are looked for at all."""
        return self._detector is not None

    def look(self, frame: Frame) -> Face | None:
        """The largest face of one frame."""
        return None if self._detector is None else largest(self._detector.places(frame.luma))

    def remember(self, frame: Frame) -> None:
        """Take the next frame of the window."""
        if self._detector is None:
            return
        luma = frame.luma
        height, width = luma.shape
        factor = min(1.0, _SIDE / min(height, width))
        if factor < 1:
            size = (round(width * factor), round(height * factor))
            luma = cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        if self._planes and self._planes[0].shape != luma.shape:
            return  # frames that change their size: the face of the first size is followed
        self._size = (height, width)
        self._scale = (luma.shape[1] / width, luma.shape[0] / height)
        self._planes.append(luma)
        self._times.append(frame.time)
        self._index.append(frame.index)

    def measure(self, meter: ClipMeter) -> None:
        """Let a meter have the face that was followed through the window."""
        for luma, face, time in zip(self._planes, self.follow(), self._times, strict=True):
            meter.add_face(luma, face, time)

    def boxes(self) -> dict[int, Box]:
        """Where the face was followed to, in pixels of the frames, by the frames' index; frames without one are left out."""
        across, down = self._scale
        return {
            index: Box(face.box.x / across, face.box.y / down, face.box.width / across, face.box.height / down)
            for index, face in zip(self._index, self.follow(), strict=True)
            if face is not None
        }

    def follow(self) -> list[Face | None]:
        """The face in each frame of the window, which is complete; found once."""
        if self._followed is None:
            detector = self._detector
            if detector is None or not self._planes:
                return []
            if detector.name == "known":
                detector = _Scaled(detector, self._size, self._scale)
            self._followed = track_faces(self._planes, detector, every=EVERY)
        return self._followed


class _Scaled(FaceDetector):
    """A known region in pixels of the frame, looked up in a smaller copy of it."""

    name, scale = "known", "as its original"

    def __init__(self, original: FaceDetector, size: tuple[int, int], scale: tuple[float, float]) -> None:
        self._original = original
        # A picture of the frame's size that takes no memory: of a known region only the size of the picture counts.
        self._frame = np.broadcast_to(np.uint8(0), size)
        self._scale = scale

    def detect(self, picture: Pixels) -> list[Face]:
        """The known face, in the pixels of the small picture."""
        del picture
        across, down = self._scale
        return [
            Face(
                Box(box.x * across, box.y * down, box.width * across, box.height * down), face.score, status=face.status
            )
            for face in self._original.detect(self._frame)
            for box in (face.box,)
        ]
