"""Unit and meaning of each number that may be given for a video."""

from __future__ import annotations

from .clip_indicators import CLIP_INDICATORS
from .frame_indicators import FRAME_INDICATORS

_INDICATORS = {i.name: i for i in (*FRAME_INDICATORS, *CLIP_INDICATORS)}
_CONTAINER = {
    "width": ("pixels", "width after rotation"),
    "height": ("pixels", "height after rotation"),
    "fps": ("frames/s", "mean frame rate"),
    "bitrate": ("bit/s", "bits per second of the video stream"),
    "bits_per_pixel": ("bit", "bits of the video stream per pixel and frame"),
    "quantiser": ("", "mean quantiser that the bitstream states, on the scale of H.264; none for most other codecs"),
    "compression_ratio": ("", "8-bit RGB size over the size of the video stream"),
}


def describe(name: str) -> tuple[str, str]:
    """Unit and meaning of an indicator or of a container's number.

    >>> describe("fps")
    ('frames/s', 'mean frame rate')
    """
    if name in _INDICATORS:
        return _INDICATORS[name].unit, _INDICATORS[name].meaning
    return _CONTAINER.get(name, ("", name.replace("_", " ")))
