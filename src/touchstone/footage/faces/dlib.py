"""dlib's frontal face detector and 68 landmarks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np

from touchstone.footage.media import Box, Pixels
from touchstone.vocabulary.errors import MissingExtraError, UsageError

from .face import Face, FaceDetector, Landmarks, grey, to_side

_SIDE = 400  # pixels of the shorter side while searching
_WINDOW = 80  # pixels of the detector's window: no smaller face is found at that size
_FACE, _MARGIN, _SMOOTH = 250, 50, 1.5  # pixels of the crop in which points are placed: face, around it, blur
_POINTS = "shape_predictor_68_face_landmarks.dat"


class DlibFaces(FaceDetector):
    """Histograms of oriented gradients under five linear classifiers, then an ensemble of regression trees.

    The detector is part of dlib and made for upright faces that look at the camera. The landmarks come from the package
    ``face-recognition-models`` and are left out when it is not installed.

    Source: Dalal & Triggs, CVPR 2005; Felzenszwalb et al., PAMI 2010; King, JMLR 2009; Kazemi & Sullivan, CVPR 2014.

    Raises:
        MissingExtraError: dlib is not installed.
        UsageError: the file of landmarks is damaged.
    """

    name: ClassVar[str] = "dlib"
    scale: ClassVar[str] = "distance from the classifier's border, above 0; clear faces reach 1 to 3"
    smallest: ClassVar[float] = _WINDOW / _SIDE

    def __init__(self) -> None:
        self._dlib = _dlib()
        self._search: Any = self._dlib.get_frontal_face_detector()
        self._place: Any = _predictor()

    def detect(self, picture: Pixels) -> list[Face]:
        plane = grey(picture)
        return [replace(face, landmarks=self.landmarks(plane, face.box)) for face in self.places(plane)]

    def places(self, picture: Pixels) -> list[Face]:
        """The faces of a picture, best score first, without landmarks."""
        small, factor = to_side(grey(picture), _SIDE)
        places, scores, _ = self._search.run(small, 0, 0.0)
        faces: list[Face] = []
        for place, score in sorted(zip(places, scores, strict=True), key=lambda pair: -pair[1]):
            left, top = place.left() / factor, place.top() / factor
            box = Box(left, top, place.width() / factor, place.height() / factor)
            faces.append(Face(box, float(score)))
        return faces

    def landmarks(self, picture: Pixels, box: Box) -> Landmarks | None:
        """The 68 points, placed in a crop of fixed size: boxes may lie between pixels, and noise is smoothed.

        On a still head under noise that halves the points' jitter against placing them in the picture itself; on average
        they lie within 0.3 pixels of those.
        """
        if self._place is None:
            return None
        factor = _FACE / box.width
        shift = (1 - factor) / -2 - factor * np.array([box.x, box.y]) + _MARGIN
        side = _FACE + 2 * _MARGIN
        matrix = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]])
        crop = cv2.warpAffine(grey(picture), matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
        crop = cv2.GaussianBlur(crop, (0, 0), _SMOOTH).astype(np.uint8, copy=False)
        last = _MARGIN + _FACE - 1  # a dlib rectangle names its last pixel
        shape = self._place(crop, self._dlib.rectangle(_MARGIN, _MARGIN, last, last))
        return (np.array([(point.x, point.y) for point in shape.parts()], np.float64) - shift) / factor


def _dlib() -> Any:
    try:
        import dlib
    except ImportError:
        raise MissingExtraError("finding faces with dlib", "faces") from None
    return dlib


def landmark_file() -> Path | None:
    """The file of the 68 landmarks; ``None`` where its package is not installed.

    The package is located and not imported: its code asks for ``pkg_resources``, which setuptools no longer brings.
    """
    package = find_spec("face_recognition_models")
    folders = (package.submodule_search_locations or []) if package else []
    files = (Path(folder) / "models" / _POINTS for folder in folders)
    return next((file for file in files if file.is_file()), None)


@cache  # 100 MB, not changed by use: one for all detectors of a process
def _predictor() -> Any:
    file = landmark_file()
    if file is None:
        return None
    try:
        return _dlib().shape_predictor(str(file))
    except RuntimeError as error:
        raise UsageError(f"{file} cannot be read ({error}); reinstall the package face-recognition-models") from None
