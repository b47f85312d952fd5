"""Columns of scores whose names are those of compressions: they may be versions of each video, and not detectors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.sheets import Sheet

from .columns import score_option

_COMPRESSION = re.compile(r"(?i)c\d{2}|crf[_ ]?\d+|qp?\d+|\d{3,4}p|\d+kbps|raw|hq|lq|uncompressed|compressed|lossless|clean")
_LEAST = 2


def notes_on_wide_versions(sheet: Sheet, scores: Mapping[str, str]) -> list[str]:
    """A note where all detectors are called like compressions, on how to read one version, or all of them.

    Args:
        sheet: the file.
        scores: detector → its column.
    """
    if len(scores) < _LEAST or not all(_COMPRESSION.fullmatch(name) for name in scores):
        return []
    first = score_option(sheet, next(iter(scores.values())))
    return [
        f"{names_of(scores)} are read as detectors; if they are versions of each video, say {first} for one of them alone, or "
        "give a row for each, with a column 'compression' that says which"
    ]
