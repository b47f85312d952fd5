"""Causes that the scores of a detector reveal: one file per cause, and the tree that asks for them in turn."""

from .tree import conclusions, diagnose_scores

__all__ = ["conclusions", "diagnose_scores"]
