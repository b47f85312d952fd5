"""The window of consecutive frames as it was decoded, kept for the views, and what the views make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Frame, Sound, Video, evenly
from touchstone.footage.views import CannotSeeError, Stretch, view_named

MOST_BYTES = 400_000_000
"""Of luma that is kept of one video: 2 s of 1080p at 96 frames per second, 48 frames of 4K."""

COLORED = 8
"""Frames of the stretch that are kept in colour."""


class Window:
    """Collects a :class:`~touchstone.footage.views.Stretch` while the frames go by.

    Memory is bounded: of a window whose luma takes more than ``most`` bytes the middle frames are kept, as many as fit and at
    least two; with them come the :data:`COLORED` frames in colour. Both arrays are allotted once.

    Args:
        most: bytes of luma.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept = range(0)
        self._luma: NDArray[np.uint8] | None = None
        self._rgb: NDArray[np.uint8] | None = None
        self._colored: tuple[int, ...] = ()
        self._times: list[float] = []
        self._changed = False

    def add(self, frame: Frame, video: Video) -> None:
        """Take the next frame of the window."""
        luma = frame.luma
        if self._luma is None:
            # asked for with the first frame, when the choice of frames is final
            count = min(len(video.window), max(2, self._most // luma.size))
            first = video.window.start + (len(video.window) - count) // 2
            self._kept = range(first, first + count)
            self._colored = tuple(sorted({index - first for index in evenly(self._kept, COLORED)}))
            self._luma = np.empty((count, *luma.shape), np.uint8)
            self._rgb = np.empty((len(self._colored), *luma.shape, 3), np.uint8)
        if luma.shape != self._luma.shape[1:]:
            self._changed = True
        if self._changed or frame.index not in self._kept:
            return
        at = len(self._times)
        self._luma[at] = luma
        self._times.append(frame.time)
        if self._rgb is not None and at in self._colored:
            self._rgb[self._colored.index(at)] = frame.rgb

    @property
    def start(self) -> float:
        """Seconds from the video's first frame to the first that is kept; 0 where none is."""
        return float(self._times[0]) if self._times else 0.0

    def stretch(self, faces: Mapping[int, Box], sound: Sound | None) -> Stretch:
        """What was collected.

        Args:
            faces: the face by index of the frame.
            sound: that of the window.

        Raises:
            CannotSeeError: there was no window, or its pictures change their size.
        """
        if self._luma is None or self._rgb is None:
            raise CannotSeeError("no consecutive frames were read; analyse with --window 2")
        if self._changed:
            raise CannotSeeError("the pictures change their size within the window")
        return Stretch(
            luma=self._luma,
            rgb=self._rgb,
            colored=self._colored,
            times=np.array(self._times),
            faces=tuple(faces.get(index) for index in self._kept),
            sound=sound,
        )


def show_views(
    window: Window, names: Iterable[str], faces: Mapping[int, Box], sound: Sound | None, *, looked: bool = True
) -> dict[str, NDArray[np.generic] | str]:
    """Every view of a window, by name; a text where it cannot be made says why, for the row of the detector that asked.

    Args:
        window: what was collected.
        names: of the views.
        faces: the face by index of the frame.
        sound: that of the window.
        looked: whether faces were looked for.
    """
    try:
        stretch = window.stretch(faces, sound)
    except CannotSeeError as error:
        return dict.fromkeys(names, str(error))
    seen: dict[str, NDArray[np.generic] | str] = {}
    for name in names:
        view = view_named(name)
        if "face" in view.needs and not looked:
            seen[name] = "faces were not looked for; analyse with --faces auto"
            continue
        try:
            seen[name] = view.make(stretch)
        except CannotSeeError as error:
            seen[name] = str(error)
    return seen
