"""The reference specialists by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from touchstone.detectors.threads import torch_float32
from touchstone.vocabulary.errors import UsageError

from .av import AudioVisualReference
from .base import Reference
from .bg import BackgroundReference
from .cm import CompressionReference
from .ll import LowLightReference
from .rr import ResolutionReference
from .tm import TemporalReference

REFERENCES: Mapping[str, Callable[[], Reference]] = {
    "bg": BackgroundReference, "cm": CompressionReference, "av": AudioVisualReference, "rr": ResolutionReference,
    "ll": LowLightReference, "tm": TemporalReference,
}  # fmt: skip
"""What makes the network of each domain, by its key."""


@torch_float32()
def build_reference(key: str) -> Reference:
    """The reference specialist of a domain with fresh weights, in training mode.

    Raises:
        UsageError: there is none.
    """
    if key not in REFERENCES:
        raise UsageError(f"no reference specialist is called {key!r}; known are {', '.join(REFERENCES)}")
    return REFERENCES[key]()
