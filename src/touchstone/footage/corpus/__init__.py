"""Labelled footage: the layouts in which it comes, as one list of entries."""

from .entry import VIDEO_SUFFIXES, Corpus, Entry, Label, readable
from .layouts.folders import read_folders
from .layouts.manifest import read_manifest
from .open import open_corpus
from .truth import read_truth

__all__ = [
    "VIDEO_SUFFIXES",
    "Corpus",
    "Entry",
    "Label",
    "open_corpus",
    "read_folders",
    "read_manifest",
    "read_truth",
    "readable",
]
