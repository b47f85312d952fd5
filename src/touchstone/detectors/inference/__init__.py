"""Corpus × detectors → scores: decode once, batch, commit, resume."""

from .engine import Inference, discard_parts, score_corpus
from .progress import Progress, Silent
from .workers import Reading

__all__ = ["ScoringSettings", "Progress", "Reading", "Silent", "discard_parts", "score_corpus"]
