"""Labelled footage: the layouts in which it comes, as one list of entries."""

from ._entry import VIDEO_SUFFIXES, Corpus, Entry, Label, readable
from ._folders import read_folders
from ._manifest import read_manifest
from ._open import open_corpus
from ._truth import read_truth

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
