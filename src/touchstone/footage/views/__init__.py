"""What a network that sees its domain is shown of a clip: native pixels, the face and the rest, frames in order, sound.

Never imports torch, so that it can run in light worker processes.
"""

from .av import FLOOR as SILENCE
from .av import HOPS, MELS, MOUTH
from .bg import AROUND
from .stretch import CannotSeeError, Stretch
from .tiles import TILE_SIDE as TILE_SIDE
from .view import VIEWS, View, view_named

__all__ = [
    "AROUND",
    "HOPS",
    "MELS",
    "MOUTH",
    "SILENCE",
    "TILE_SIDE",
    "VIEWS",
    "CannotSeeError",
    "Stretch",
    "View",
    "view_named",
]
