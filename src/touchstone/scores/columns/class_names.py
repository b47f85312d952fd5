"""What the name of a column says of a class: which class it is, and of which detector."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from touchstone.vocabulary.words import Label, class_of_words, parted_at_capitals, scored_class

from ..names import is_place

_OF_SCORES = frozenset({
    "p", "prob", "probs", "proba", "probability", "probabilities", "score", "scores", "softmax", "log", "logp", "logprob",
    "logit", "logits", "out", "outs", "output", "outputs", "pred", "preds", "prediction", "predictions", "class", "cls", "label",
    "column", "result", "results", "percent", "pct", "frame", "frames",
})  # fmt: skip
"""Words of a name that say neither the class nor the detector."""

_BETWEEN = re.compile(r"[\s_.\-\[\]()]+")
_NUMBERED = re.compile(r"([a-z]*)(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassName:
    """The name of a column, read as that of a class.

    Attributes:
        column: the name.
        detector: the part that names neither a class nor a score; often empty.
        label: the class, where a word says it.
        number: the class as a number, where no word says it.
        of_logits: whether the name says that the column holds logits.
        of_list: whether it is a place of a list that a cell or record holds.
    """

    column: str
    detector: str
    label: Label | None
    number: int | None
    of_logits: bool
    of_list: bool

    @property
    def is_named(self) -> bool:
        """Whether the name says which class it is."""
        return self.label is not None or self.number is not None


def class_name(column: str) -> ClassName:
    """Read the name of a column.

    >>> class_name("xception_fake").detector, class_name("prob_1").number, class_name("p(bona fide)").label
    ('xception', 1, 'real')
    """
    words = [w for w in _BETWEEN.split(parted_at_capitals(column)) if w]
    of_list = is_place(column)
    place, words = _number(words) if of_list else (None, words)
    label, left = class_of_words(words, scored_class)
    number, left = (place, left) if of_list or label is not None else _number(left)
    label = None if of_list else label
    plain = {w.lower() for w in words}
    return ClassName(
        column=column, detector="_".join(w for w in left if w.lower() not in _OF_SCORES), label=label, number=number,
        of_logits=bool(plain & {"logit", "logits"}), of_list=of_list,
    )  # fmt: skip


def by_detector(columns: Iterable[str]) -> dict[str, list[ClassName]]:
    """Columns that name a class, by the detector in their names."""
    groups: dict[str, list[ClassName]] = {}
    for name in map(class_name, columns):
        if name.is_named:
            groups.setdefault(name.detector, []).append(name)
    return groups


def _number(words: list[str]) -> tuple[int | None, list[str]]:
    """The number that the last word is or ends in, after a word for scores."""
    match = _NUMBERED.fullmatch(words[-1]) if words else None
    if match is None or (match[1] and match[1].lower() not in _OF_SCORES) or len(match[2]) > 3:
        return None, words
    return int(match[2]), words[:-1]
