"""The face that a view is built around."""

from __future__ import annotations

from touchstone.footage.media import Box

from .cannot import CannotSeeError
from .stretch import Stretch


def face_of(stretch: Stretch) -> Box:
    """The face of a stretch.

    Raises:
        CannotSeeError: it has none.
    """
    face = stretch.face
    if face is None:
        raise CannotSeeError("no face in at least half of the frames")
    return face
