"""What footage shows without any model: the indicators of the catalogue in :mod:`touchstone.vocabulary.domains`.

Frames are measured one by one at native size; what needs time or sound is gathered over a clip in constant
memory. An indicator that a picture does not define (the colour temperature of a black frame) is ``None``,
never NaN.
"""

from .clip import ClipMeter
from .frame import measure_frame

__all__ = ["ClipMeter", "measure_frame"]
