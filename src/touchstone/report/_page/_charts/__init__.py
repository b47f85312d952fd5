"""Geometry of the charts; templates draw it as SVG, so that colours follow the reader's scheme and text is escaped."""

from ._along import AlongChart, along_chart
from ._box import Boxes, boxes
from ._curves import Reliability, Roc, reliability, roc
from ._heatmap import HeatCell, Heatmap, heatmap
from ._strip import Strips, strips_by_label, strips_by_source

__all__ = [
    "AlongChart",
    "Boxes",
    "HeatCell",
    "Heatmap",
    "Reliability",
    "Roc",
    "Strips",
    "along_chart",
    "boxes",
    "heatmap",
    "reliability",
    "roc",
    "strips_by_label",
    "strips_by_source",
]
