"""Independent measurements of every intervention's dose, and the clips that they are tried on."""

from . import _codecs, _common, _compression, _light, _noise, _resolution, _sound, _time
from ._base import NothingToMeasure, Recovery
from ._material import find_faces, real_clip, shared, talking_head

RECOVERIES: dict[str, Recovery] = {
    name: recovery
    for family in (_light, _compression, _codecs, _sound, _resolution, _noise, _time, _common)
    for name, recovery in family.RECOVERIES.items()
}
"""Name of the intervention → measurement of its dose."""

__all__ = ["RECOVERIES", "NothingToMeasure", "Recovery", "find_faces", "real_clip", "shared", "talking_head"]
