"""What a network that sees its domain is shown of a clip: native pixels, the face and the rest, frames in order, sound.

Never imports torch, so that it can run in light worker processes.
"""

from ._av import FLOOR as SILENCE
from ._av import HOPS, MELS, MOUTH
from ._bg import AROUND
from ._cannot import CannotSeeError
from ._stretch import Stretch
from ._tiles import SIDE as TILE_SIDE
from ._view import VIEWS, View, view_named

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
