"""OpenCV's bundled cascade of frontal faces."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import cv2

from touchstone.footage.media import Box, Pixels
from touchstone.vocabulary.errors import UsageError

from .face import Face, FaceDetector, grey, to_side

_SIDE = 240
_SMALLEST = 48
_FILE = "haarcascade_frontalface_alt2.xml"


class CascadeFaces(FaceDetector):
    """Haar-like features in a cascade of boosted trees, shipped inside OpenCV 4.

    It needs nothing beyond the extra ``footage``, gives no landmarks, and takes more things for faces than dlib does.

    Source: Viola & Jones, CVPR 2001; Lienhart & Maydt, ICIP 2002.

    Raises:
        UsageError: this OpenCV does not bring the cascade (OpenCV 5 does not).
    """

    name: ClassVar[str] = "cascade"
    scale: ClassVar[str] = "sum of the last stage's trees, no fixed range; only its order means something"
    smallest: ClassVar[float] = _SMALLEST / _SIDE

    def __init__(self) -> None:
        folder = getattr(getattr(cv2, "data", None), "haarcascades", "")
        file = Path(folder) / _FILE
        if not folder or not file.is_file():
            raise UsageError(f"this OpenCV ({cv2.__version__}) has no face cascade; install opencv-python-headless<5")
        self._search = cv2.CascadeClassifier(str(file))

    def detect(self, picture: Pixels) -> list[Face]:
        small, factor = to_side(grey(picture), _SIDE)
        boxes, _, weights = self._search.detectMultiScale3(
            cv2.equalizeHist(small), 1.1, 4, minSize=(_SMALLEST, _SMALLEST), outputRejectLevels=True
        )
        by_weight = sorted(zip(boxes, weights, strict=True), key=lambda pair: -float(pair[1])) if len(boxes) else []
        return [Face(Box(*(float(v) / factor for v in box)), float(weight)) for box, weight in by_weight]
