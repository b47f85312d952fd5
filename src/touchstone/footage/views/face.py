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


def spread(count: int, wanted: int) -> list[int]:
    """``wanted`` indices at the centres of equal parts of ``count``; fewer frames are repeated.

    >>> spread(48, 4)
    [6, 18, 30, 42]
    >>> spread(2, 4)
    [0, 0, 1, 1]
    """
    return [(2 * part + 1) * count // (2 * wanted) for part in range(wanted)]
