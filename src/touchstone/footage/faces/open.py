"""The face detector that a word asks for."""

from __future__ import annotations

from importlib.util import find_spec

from touchstone.footage.media import Box
from touchstone.vocabulary.errors import UsageError

from .cascade import CascadeFaces
from .dlib import DlibFaces
from .face import FaceDetector
from .known import KnownFace
from .yunet import YunetFaces

_WORDS = "auto, dlib, cascade, yunet:FILE, known:X,Y,WIDTH,HEIGHT"


def open_face_detector(name: str = "auto") -> FaceDetector:
    """Make a face detector; nothing is downloaded.

    Args:
        name: ``dlib`` (extra ``faces``; with 68 landmarks where the extra ``landmarks`` is installed too), ``cascade``
            (inside OpenCV 4), ``yunet:FILE`` (an ONNX file that you have), ``known:X,Y,WIDTH,HEIGHT`` (one region for
            every frame, in pixels), or ``auto``: dlib where it is installed, else the cascade.

    Raises:
        UsageError: an unknown word, or a file or region that cannot be used.
        MissingExtraError: the detector's package is not installed.

    >>> open_face_detector("known:10,20,64,64").name
    'known'
    """
    word, _, rest = name.partition(":")
    match word:
        case "auto" if not rest:
            return DlibFaces() if find_spec("dlib") else CascadeFaces()
        case "dlib" if not rest:
            return DlibFaces()
        case "cascade" if not rest:
            return CascadeFaces()
        case "yunet" if rest:
            return YunetFaces(rest)
        case "known" if rest:
            return KnownFace(_region(rest))
        case _:
            raise UsageError(f"no face detector is called {name!r}; choose one of {_WORDS}")


def _region(text: str) -> Box:
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"known:{text} is not a region; write known:X,Y,WIDTH,HEIGHT in pixels") from None
    return Box(x, y, width, height)
