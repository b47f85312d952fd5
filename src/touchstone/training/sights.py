"""What clips are prepared as: the views of the reference specialists, and the frames of the full layouts."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.footage.views import VIEWS
from touchstone.vocabulary.domains import InputContract

from .recipes import NetworkKind

FRAMES = InputContract("frame")
"""How a full layout is fed."""
FRAMES_PER_CLIP = 8


@dataclass(frozen=True, slots=True)
class Sight:
    """One way in which clips are prepared.

    Attributes:
        name: of its folder: that of a view, or ``frames``.
        shape: of one clip.
        dtype: ``uint8`` or ``float16``.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str


def sight_of(key: str, network: NetworkKind) -> Sight:
    """What the network of a key is shown. Keys with the same view share one.

    >>> sight_of("rr", "reference").name, sight_of("rr", "full").shape
    ('cm', (8, 224, 224, 3))
    """
    if network == "full":
        return Sight("frames", (FRAMES_PER_CLIP, FRAMES.size, FRAMES.size, 3), "uint8")
    view = VIEWS[key]
    name = next(name for name, other in VIEWS.items() if other.make is view.make)
    return Sight(name, view.shape, view.dtype)
