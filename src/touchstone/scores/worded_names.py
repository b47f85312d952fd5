"""Names of scores word by word: `Prob. Fake`, `fakeScore`, `real_confidence`, `Prob1`."""

from __future__ import annotations

from typing import Literal

from touchstone.vocabulary.words import (
    CLASS_WORDS,
    TRANSLATIONS,
    Label,
    class_of_words,
    scored_class,
    spelled_plainly,
    words_of_name,
)  # fmt: skip

Says = Literal["fake", "real", "score"]

_SCORES = frozenset({
    "p", "prob", "probs", "proba", "probability", "probabilities", "score", "scores", "sigmoid", "softmax", "likelihood",
    "chance", "output", "outputs", "out", "pred", "preds", "prediction", "predictions", "predicted", "rating", "ratio", "yhat",
    *(word for name in TRANSLATIONS["score"] for word in words_of_name(name)),
})  # fmt: skip
"""Words of names that hold scores, whatever the class."""

_SURE = frozenset({"confidence", "conf", "certainty", "percent", *TRANSLATIONS["confidence"]})
"""Words that say this beside a class alone: the confidence of the class that won names none."""

_MEANS = frozenset({"mean", "avg", "average", "ensemble", "fused", "fusion", "combined", "aggregated"})
"""Words that say it alone, where no other column holds scores."""

_AROUND = _MEANS | {
    "of", "the", "is", "being", "to", "be", "it", "for", "model", "models", "final", "overall", "total", "video", "clip", "file",
    "raw", "median", "network", "net", "cnn", "class", "y", "hat", "de", "di", "da", "du", "der", "von",
}  # fmt: skip
"""Words beside them that change nothing."""

_RANGES = (["0", "1"], ["0", "100"])
"""Ends of names that say from where to where the numbers go."""


def score_says(column: str) -> Says | None:
    """The class of which a name says that it holds scores, or that it holds scores of no named class; ``None`` elsewhere.

    >>> [score_says(name) for name in ("Prob. Fake", "pFake", "Fake %", "real_confidence", "realness", "Predicted Score", "p1")]
    ['fake', 'fake', 'fake', 'real', 'real', 'score', 'score']
    >>> [score_says(name) for name in ("face_score", "confidence", "p_value", "prob2", "is_fake", "video")]
    [None, None, None, None, None, None]
    """
    words = words_of_name(column)
    words = words[:-2] if words[-2:] in _RANGES else words
    label, rest = _class_of(words)
    if not rest and label is not None:
        return label
    scores = {*rest} & (_SCORES | _SURE if label is not None else _SCORES)
    if rest[-1:] == ["1"] and scores and label is None:
        rest = rest[:-1]
    elif not scores and (label is not None or not {*rest} & _MEANS):
        return None
    if not {*rest} <= (_AROUND | _SCORES | (_SURE if label is not None else frozenset[str]())):
        return None
    return "score" if label is None else label


def is_class_alone(column: str) -> bool:
    """Whether a name is that of a class, with no word that says that its scores are meant.

    >>> [is_class_alone(name) for name in ("Deepfakes", "real", "realness", "P real")]
    [True, True, False, False]
    """
    label, rest = _class_of(words_of_name(column))
    return label is not None and not rest and spelled_plainly(column) in CLASS_WORDS


def has_score_word(column: str) -> bool:
    """Whether a word of a name says that it holds scores, whatever is beside it."""
    return bool({*words_of_name(column)} & _SCORES)


def _class_of(words: list[str]) -> tuple[Label | None, list[str]]:
    """The class that one or two words in a row name, and the words that are left."""
    return class_of_words(words, scored_class)
