"""The reference specialists: small networks that see what their domain needs."""

from ._av import AudioVisualReference
from ._base import Reference
from ._bg import BackgroundReference
from ._cm import CompressionReference
from ._ll import LowLightReference
from ._rr import ResolutionReference
from ._tm import TemporalReference

REFERENCES: dict[str, type[Reference]] = {
    "bg": BackgroundReference,
    "cm": CompressionReference,
    "av": AudioVisualReference,
    "rr": ResolutionReference,
    "ll": LowLightReference,
    "tm": TemporalReference,
}
"""The network of each domain, by its key."""

__all__ = ["REFERENCES", "Reference"]
