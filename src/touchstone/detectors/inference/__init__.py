"""Corpus × detectors → scores: decode once, batch, commit, resume."""

from touchstone.vocabulary.progress import Progress, Silent

from .engine import Inference, discard_parts, score_corpus
from .workers import Reading

__all__ = ["Inference", "Progress", "Reading", "Silent", "discard_parts", "score_corpus"]
