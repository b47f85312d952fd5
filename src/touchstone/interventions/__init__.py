"""Known changes to footage, each with a dose, a unit and a sham: what is wrong with a clip, and how much, is known exactly."""

from ._clip import Clip, Encoding
from ._intervention import Intervention

__all__ = ["Clip", "Encoding", "Intervention"]
