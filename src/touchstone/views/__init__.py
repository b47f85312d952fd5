"""What a network that sees its domain is shown of a clip: native pixels, the face and the rest, frames in order, sound.

Never imports torch, so that it can run in light worker processes.
"""

from ._cannot import CannotSeeError
from ._stretch import Stretch
from ._view import VIEWS, View, view_named

__all__ = ["VIEWS", "CannotSeeError", "Stretch", "View", "view_named"]
