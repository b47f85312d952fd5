"""A region of a frame."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """An upright rectangle in pixels; may reach beyond the frame.

    Attributes:
        x: left edge.
        y: upper edge.
        width: to the right.
        height: downwards.
    """

    x: float
    y: float
    width: float
    height: float

    def scaled(self, factor: float) -> Box:
        """The box grown (or shrunk) around its centre.

        >>> Box(10, 10, 20, 40).scaled(0.5)
        Box(x=15.0, y=20.0, width=10.0, height=20.0)
        """
        width, height = self.width * factor, self.height * factor
        return Box(self.x + (self.width - width) / 2, self.y + (self.height - height) / 2, width, height)

    def clipped(self, height: int, width: int) -> tuple[slice, slice]:
        """Rows and columns of the box's whole pixels inside a frame of ``height`` × ``width``; empty where there are none.

        >>> Box(-5, 2, 10, 4).clipped(100, 100)
        (slice(2, 6, None), slice(0, 5, None))
        """
        top, left = min(max(round(self.y), 0), height), min(max(round(self.x), 0), width)
        bottom = min(max(round(self.y + self.height), top), height)
        right = min(max(round(self.x + self.width), left), width)
        return slice(top, bottom), slice(left, right)
