"""Geometry of the charts; templates draw it as SVG, so that colours follow the reader's scheme and text is escaped."""

from ._box import Boxes, boxes
from ._curves import Reliability, Roc, reliability, roc
from ._strip import Strips, strips_by_label, strips_by_source

__all__ = [
    "Boxes",
    "Reliability",
    "Roc",
    "Strips",
    "boxes",
    "reliability",
    "roc",
    "strips_by_label",
    "strips_by_source",
]
