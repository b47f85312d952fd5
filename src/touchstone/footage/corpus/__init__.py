"""Labelled footage: the layouts in which it comes, as one list of entries."""

from .entry import VIDEO_SUFFIXES, Corpus, Entry, Label, read_truth, readable
from .layout import Layout, LayoutPriority, all_layouts, open_corpus
from .outside import check_inside

__all__ = [
    "VIDEO_SUFFIXES",
    "Corpus",
    "Entry",
    "Label",
    "Layout",
    "LayoutPriority",
    "all_layouts",
    "check_inside",
    "open_corpus",
    "read_truth",
    "readable",
]
