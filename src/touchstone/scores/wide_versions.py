"""Columns of scores whose names are those of compressions: they may be versions of each video, and not detectors."""

from __future__ import annotations

import re
from collections.abc import Collection

from touchstone.vocabulary.excerpts import names_of

_COMPRESSION = re.compile(r"(?i)c\d{2}|crf[_ ]?\d+|qp?\d+|\d{3,4}p|\d+kbps|raw|hq|lq|uncompressed|compressed|lossless|clean")
_LEAST = 2


def notes_on_wide_versions(detectors: Collection[str]) -> list[str]:
    """A note where all detectors are called like compressions, on how to give versions of a video.

    >>> len(notes_on_wide_versions(["raw", "c23"])), notes_on_wide_versions(["raw", "xception"])
    (1, [])
    """
    if len(detectors) < _LEAST or not all(_COMPRESSION.fullmatch(name) for name in detectors):
        return []
    return [
        f"{names_of(detectors)} are read as detectors; if they are versions of each video, give a row for each, with a column "
        "'compression' that says which"
    ]
