"""The pictures that one contract asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Frame, Video, evenly, resize
from touchstone.vocabulary.domains import InputContract


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the detectors with one contract are fed from one video.

    Attributes:
        pixels: uint8 RGB; [n, size, size, 3] for frames, [n, frames, size, size, 3] for clips; [1, *shape] for views, of
            the view's own type.
        index: per unit its index: that of the frame, or the number of the clip.
        time: per unit, seconds from the first frame to its start.
    """

    pixels: NDArray[np.generic]
    index: tuple[int, ...]
    time: tuple[float, ...]


class Album:
    """Collects the pictures that one contract asks for while the frames go by."""

    def __init__(self, contract: InputContract) -> None:
        self.contract = contract
        self._pages: list[NDArray[np.uint8]] = []
        self._index: list[int] = []
        self._time: list[float] = []
        self._places: tuple[int, ...] | None = None

    def add(self, frame: Frame, video: Video) -> None:
        """Take what the contract wants of the next frame."""
        if self.contract.kind == "frame":
            if frame.sampled:
                self._take(frame)
            return
        if self._places is None:
            # asked for with the first frame, when the choice of frames is final
            self._places = evenly(video.window, self.contract.frames)
        for _ in range(self._places.count(frame.index)):
            self._take(frame)

    def _take(self, frame: Frame) -> None:
        size = self.contract.size
        picture = resize(frame.rgb, (size, size), self.contract.interpolation)
        self._pages.append(picture if self.contract.color == "rgb" else picture[..., ::-1])
        self._index.append(frame.index)
        self._time.append(frame.time)

    def pictures(self) -> Pictures:
        """What was collected; a clip is one unit, number 0, that starts with its first picture."""
        size = self.contract.size
        pixels = np.stack(self._pages) if self._pages else np.empty((0, size, size, 3), np.uint8)
        if self.contract.kind == "frame":
            return Pictures(pixels, tuple(self._index), tuple(self._time))
        return Pictures(pixels[None], (0,), (self._time[0],))
