"""Names of columns of labels that say whether they hold the truth, or what a detector answered."""

from __future__ import annotations

from touchstone.vocabulary.words import words_of_name

_TRUTH = frozenset({
    "truth", "true", "groundtruth", "ground", "gt", "actual", "target", "targets", "expected", "gold", "golden", "reference",
    "ref", "annotation", "annotated", "annotator", "folder", "foldername", "directory", "dir",
    "wahrheit", "vérité", "verite", "verdad",
})  # fmt: skip
"""Words of names that say that a column holds the truth."""

ANSWERED = frozenset({
    "pred", "preds", "predicted", "prediction", "predictions", "predict", "hat", "yhat", "output", "outputs", "answer",
    "decision", "verdict", "guess", "model", "detector", "classifier", "result", "chosen", "winner",
})  # fmt: skip
"""Words of names that say that a detector gave it."""


def names_truth(column: str) -> bool:
    """Whether the name of a column of labels says that it holds the truth.

    >>> names_truth("ground_truth"), names_truth("labelTrue"), names_truth("real_label"), names_truth("label")
    (True, True, True, False)
    """
    words = {*words_of_name(column)}
    return not words & ANSWERED and (bool(words & _TRUTH) or _says_real_or_true(words))


def _says_real_or_true(words: set[str]) -> bool:
    """Whether a name is ``real_label`` or alike: the true label, if its cells are words."""
    return "real" in words and bool(words & {"label", "labels", "class"}) and len(words) == 2
