"""Faces whose place is known beforehand: from a manifest, from the truth table of made footage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from touchstone.footage.media import Box, Pixels
from touchstone.vocabulary.errors import UsageError

from .face import Face, FaceDetector, grey


class KnownFace(FaceDetector):
    """The same region in every frame, where it lies at least half inside the picture.

    Args:
        box: the region, in pixels.

    Raises:
        UsageError: the region is empty or not finite.
    """

    name: ClassVar[str] = "known"
    scale: ClassVar[str] = "no score: nothing was judged"

    def __init__(self, box: Box) -> None:
        self._box = _checked(box)

    def detect(self, picture: Pixels) -> list[Face]:
        rows, columns = self._box.clipped(*grey(picture).shape)
        inside = (rows.stop - rows.start) * (columns.stop - columns.start)
        return [Face(self._box, status="known")] if inside >= self._box.width * self._box.height / 2 else []


def known_faces(boxes: Iterable[Box | None]) -> list[Face | None]:
    """Faces of a clip whose region is known frame by frame.

    >>> known_faces([Box(4, 4, 20, 20), None])[1] is None
    True

    Raises:
        UsageError: a region is empty or not finite.
    """
    return [None if box is None else Face(_checked(box), status="known") for box in boxes]


def _checked(box: Box) -> Box:
    if not all(abs(value) < 1e6 for value in box) or box.width <= 0 or box.height <= 0:
        raise UsageError(f"a face region has a place and a size in pixels, not {tuple(box)}")
    return box
