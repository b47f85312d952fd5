"""OpenCV's YuNet, for whoever has its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np

from touchstone.footage.media import Box, Pixels
from touchstone.vocabulary.errors import UsageError, one_line

from .face import Face, FaceDetector, grey, to_side

_SIDE = 320
_SMALLEST = 10
_LEAST_SCORE = 0.6


class YunetFaces(FaceDetector):
    """A small convolutional network, run by OpenCV from an ONNX file that the user brings.

    Source: Wu et al., YuNet, Machine Intelligence Research 2023; the file is in OpenCV's model zoo.

    Args:
        path: the ONNX file.

    Raises:
        UsageError: there is no such file, or OpenCV cannot load it as this detector.
    """

    name: ClassVar[str] = "yunet"
    scale: ClassVar[str] = f"in [0, 1], at least {_LEAST_SCORE}"
    smallest: ClassVar[float] = _SMALLEST / _SIDE

    def __init__(self, path: str | os.PathLike[str]) -> None:
        file = Path(path)
        if not file.is_file():
            raise UsageError(f"{file}: no such file; YuNet needs its ONNX file, as in yunet:face_detection_yunet.onnx")
        try:
            network = np.fromfile(file, np.uint8)
            nothing = np.empty(0, np.uint8)
            self._search: Any = cv2.FaceDetectorYN.create("onnx", network, nothing, (_SIDE, _SIDE), _LEAST_SCORE)
        except (cv2.error, OSError) as error:
            raise UsageError(f"{file} cannot be loaded as YuNet: {_reason(error)}") from None
        self._file = file

    def detect(self, picture: Pixels) -> list[Face]:
        grey(picture)  # refuses what is not a picture
        small, factor = to_side(picture, _SIDE)
        how = cv2.COLOR_GRAY2BGR if small.ndim == 2 else cv2.COLOR_RGB2BGR
        try:
            self._search.setInputSize((small.shape[1], small.shape[0]))
            _, rows = self._search.detect(cv2.cvtColor(small, how))
        except cv2.error as error:
            raise UsageError(f"{self._file} does not work as YuNet: {_reason(error)}") from None
        rows = [] if rows is None else rows
        faces = [Face(Box(*(float(v) / factor for v in row[:4])), float(row[-1])) for row in rows]
        return sorted(faces, key=lambda face: -(face.score or 0.0))


def _reason(error: BaseException) -> str:
    text = getattr(error, "err", None) or one_line(error)
    return " ".join(str(text).split())[:200] or "no reason given"
