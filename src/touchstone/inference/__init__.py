"""Corpus × detectors → scores: decode once, batch, commit, resume."""

from ._engine import Inference, discard_parts, score_corpus
from ._progress import Progress, Silent
from ._workers import Reading

__all__ = ["Inference", "Progress", "Reading", "Silent", "discard_parts", "score_corpus"]
