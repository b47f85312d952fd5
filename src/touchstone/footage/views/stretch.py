"""A stretch of a video as it was decoded: what every view is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Sound
from touchstone.vocabulary.errors import TouchstoneError


class CannotSeeError(TouchstoneError):
    """The clip lacks what the view shows: a face, a sound. Its detector abstains, with this text as the reason."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Stretch:
    """Consecutive frames of a video with their sound.

    Attributes:
        luma: uint8 ``[T, H, W]``, every frame at its native size, in order.
        rgb: uint8 ``[K, H, W, 3]``, some of these frames in colour.
        colored: indices into ``luma`` of the frames in ``rgb``, ascending.
        times: seconds from the video's first frame, ``[T]``.
        faces: where the face is, pixels, one per frame; ``None`` where there is none.
        sound: that of the stretch; ``None`` where the video has none.
    """

    luma: NDArray[np.uint8]
    rgb: NDArray[np.uint8]
    colored: tuple[int, ...]
    times: NDArray[np.float64]
    faces: tuple[Box | None, ...]
    sound: Sound | None

    @property
    def face(self) -> Box:
        """One box for the whole stretch, the median of all: so what moves inside it is the picture and not the box.

        Raises:
            CannotSeeError: fewer than half of the frames have one.
        """
        boxes = [face for face in self.faces if face is not None]
        if not boxes or 2 * len(boxes) < len(self.faces):
            raise CannotSeeError("no face in at least half of the frames")
        return Box(*(float(value) for value in np.median(np.array(boxes), axis=0)))
