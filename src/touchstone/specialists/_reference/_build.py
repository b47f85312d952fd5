"""The reference specialists by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from touchstone.errors import UsageError

from ._av import AudioVisualReference
from ._base import Reference
from ._bg import BackgroundReference
from ._cm import CompressionReference
from ._ll import LowLightReference
from ._rr import ResolutionReference
from ._tm import TemporalReference

REFERENCES: Mapping[str, Callable[[], Reference]] = {
    "bg": BackgroundReference,
    "cm": CompressionReference,
    "av": AudioVisualReference,
    "rr": ResolutionReference,
    "ll": LowLightReference,
    "tm": TemporalReference,
}
"""What makes the network of each domain, by its key."""


def build_reference(key: str) -> Reference:
    """The reference specialist of a domain with fresh weights, in training mode.

    Raises:
        UsageError: there is none.
    """
    if key not in REFERENCES:
        raise UsageError(f"no reference specialist is called {key!r}; known are {', '.join(REFERENCES)}")
    return REFERENCES[key]()
