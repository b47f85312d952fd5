"""A face, and what finds one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Pixels
from touchstone.vocabulary.errors import UsageError

FaceStatus = Literal["known", "detected", "followed", "none"]
"""How a frame came to its face: its place was given (``known``), a detector saw it in this frame (``detected``), it was
carried here from frames in which a detector saw it (``followed``); ``none`` where there is no face to speak of."""

Landmarks = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face in one frame.

    Attributes:
        box: where it is, in pixels of the frame.
        score: how sure its detector was, on that detector's own scale (:attr:`FaceDetector.scale` says which); scores
            of two detectors cannot be compared. ``None`` where nothing was judged: known and followed faces.
        landmarks: ``[68, 2]``, x and y in pixels, in the order of the 300-W markup (0–16 jaw, 17–26 brows, 27–35 nose,
            36–47 eyes, 48–67 mouth); ``None`` where the detector gives none.
        status: how the frame came to it; never ``none``, for then there is no face.
        linked: whether it was followed here from the frame before, so that the step between the two is that of the
            picture's content, to a fraction of a pixel. Where it is not, that step holds the detector's noise: jitter is
            measured over linked frames only.
    """

    box: Box
    score: float | None = None
    landmarks: Landmarks | None = None
    status: FaceStatus = "detected"
    linked: bool = False


def face_status(face: Face | None) -> FaceStatus:
    """Status of a frame whose face is ``face``.

    >>> face_status(None), face_status(Face(Box(0, 0, 9, 9), status="followed"))
    ('none', 'followed')
    """
    return "none" if face is None else face.status


class FaceDetector(ABC):
    """Finds the faces of one picture.

    To add one, set :attr:`name` and :attr:`scale` and write :meth:`detect`; write :meth:`landmarks` as well when it can
    place the 68 points inside a box that it is given. A detector is deterministic: the same picture gives the same
    faces. It belongs to one thread. For tests, a twin that returns what it was told is enough::

        class Pretended(FaceDetector):
            name, scale = "pretended", "always 1"

            def detect(self, picture):
                return [Face(Box(10, 10, 50, 50), 1.0)]

    Attributes:
        name: word that :func:`open_face_detector` knows it by.
        scale: what a score means, and the least one that is reported.
        smallest: smallest width of a face that it can find, as a share of the picture's shorter side.
    """

    name: ClassVar[str]
    scale: ClassVar[str]
    smallest: ClassVar[float] = 0.0

    @abstractmethod
    def detect(self, picture: Pixels) -> list[Face]:
        """Faces of a picture, best score first; empty where there are none.

        Args:
            picture: uint8, RGB ``[H, W, 3]`` or luma ``[H, W]``, not changed.

        Raises:
            UsageError: not a picture of this kind.
        """

    def places(self, picture: Pixels) -> list[Face]:
        """The same faces, where a detector can save the work of their landmarks without them.

        Args:
            picture: as :meth:`detect` takes it.
        """
        return self.detect(picture)

    def landmarks(self, picture: Pixels, box: Box) -> Landmarks | None:
        """The 68 points of the face inside ``box``, ``[68, 2]``; ``None`` where this detector places none.

        Args:
            picture: as :meth:`detect` takes it.
            box: a region like those that :meth:`detect` gives.
        """
        del picture, box
        return None


def grey(picture: Pixels) -> Pixels:
    """Luma ``[H, W]`` of a picture, the picture itself where it is luma already.

    Raises:
        UsageError: neither uint8 ``[H, W, 3]`` nor uint8 ``[H, W]``.
    """
    if picture.dtype == np.uint8 and picture.size and picture.ndim == 2:
        return picture
    if picture.dtype == np.uint8 and picture.size and picture.ndim == 3 and picture.shape[2] == 3:
        return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    raise UsageError(f"a picture is uint8 [H, W, 3] or [H, W], not {picture.dtype} {list(picture.shape)}")


def to_side(plane: Pixels, side: int, most: float = 2.0) -> tuple[Pixels, float]:
    """A picture brought to a shorter side of ``side`` pixels, enlarged at most ``most`` times, and the factor.

    Detectors search at one size whatever the video's: what they find and what that takes then do not depend on the
    resolution.
    """
    factor = min(side / min(plane.shape[:2]), most)
    if factor == 1:
        return plane, 1.0
    size = (max(1, round(plane.shape[1] * factor)), max(1, round(plane.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return cv2.resize(plane, size, interpolation=how).astype(np.uint8, copy=False), factor
