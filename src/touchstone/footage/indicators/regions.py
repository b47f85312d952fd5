"""Where the face of a frame is, and what counts as its background."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.footage.media import Box

Slices = tuple[slice, slice]

_SMALLEST = 24  # pixels: a smaller face has too few blocks and pixels to be measured
_GROWTH = 1.5  # hair, neck and the blending border of a swapped face are neither face nor background
_LEAST_BACKGROUND = 0.1  # of the frame


@dataclass(frozen=True, slots=True)
class Regions:
    """The two regions of a frame that are compared.

    Attributes:
        face: rows and columns of the face box inside the frame.
        surround: rows and columns of that box grown 1.5 times; what lies outside it is the background.
        background_pixels: pixels outside the surround; 0 where they are less than a tenth of the frame.
    """

    face: Slices
    surround: Slices
    background_pixels: int


def find_regions(face: Box | None, height: int, width: int) -> Regions | None:
    """Regions of a frame of ``height`` × ``width`` pixels.

    Returns:
        ``None`` without a face, and for one of which fewer than 24 pixels of a side lie inside the frame.
    """
    if face is None:
        return None
    inside = face.clipped(height, width)
    if min(inside[0].stop - inside[0].start, inside[1].stop - inside[1].start) < _SMALLEST:
        return None
    surround = face.scaled(_GROWTH).clipped(height, width)
    rest = height * width - area(surround)
    return Regions(inside, surround, rest if rest >= _LEAST_BACKGROUND * height * width else 0)


def area(window: Slices) -> int:
    """Pixels of a window."""
    rows, columns = window
    return (rows.stop - rows.start) * (columns.stop - columns.start)
