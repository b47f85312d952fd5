"""Corpus × detectors → scores: decode once, batch, commit, resume."""

from .engine import ScoringSettings, discard_parts, score_corpus
from .progress import Progress, Silent
from .workers import Reading

__all__ = ["Progress", "Reading", "ScoringSettings", "Silent", "discard_parts", "score_corpus"]
