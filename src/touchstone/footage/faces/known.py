"""A face whose place is known beforehand."""

from __future__ import annotations

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
        if not all(abs(value) < 1e6 for value in box) or box.width <= 0 or box.height <= 0:
            raise UsageError(f"a face region has a place and a size in pixels, not {tuple(box)}")
        self._box = box

    def detect(self, picture: Pixels) -> list[Face]:
        rows, columns = self._box.clipped(*grey(picture).shape)
        inside = (rows.stop - rows.start) * (columns.stop - columns.start)
        return [Face(self._box, status="known")] if inside >= self._box.width * self._box.height / 2 else []
