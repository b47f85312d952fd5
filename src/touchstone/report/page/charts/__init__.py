"""Geometry of the charts; templates draw it as SVG, so that colours follow the reader's scheme and text is escaped."""

from .along import AlongChart, along_chart
from .box import BoxPlot, boxes
from .curves import Reliability, Roc, reliability, roc
from .heatmap import HeatCell, Heatmap, heatmap
from .strip import Strips, strips_by_label, strips_by_source

__all__ = [
    "AlongChart",
    "BoxPlot",
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
