"""Corpus × detectors → scores: decode once, batch, commit, resume."""

from touchstone.vocabulary.progress import Progress, Silent

from .again import discard_again, score_again
from .engine import ScoringSettings, discard_parts, score_corpus
from .workers import ReadingSettings

__all__ = [
    "Progress",
    "ReadingSettings",
    "ScoringSettings",
    "Silent",
    "discard_again",
    "discard_parts",
    "score_again",
    "score_corpus",
]
