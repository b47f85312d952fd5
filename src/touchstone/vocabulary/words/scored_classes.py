"""Words in names of scores for the class that is scored: those of labels and folders, `fakeness`, `authenticity`, `nature`."""

from __future__ import annotations

import re

from .labels import CODED, FOLDERS, LABELS, Label
from .spelling import spelled_plainly

FAKENESS = (
    "fakeness", "spoofness", "fakery", "forgery", "manipulation", "tampering", "falsification", "fälschungs", "spoofing",
    "syntheticness", "synth", "artificial", "artificiality", "cheapfake", "shallowfake", "cloned", "swapped", "morphed", "faked",
    "edited", "fabricated", "inauthentic", "unreal", "nonreal", "bogus", "phony", "computer_generated", "machine_generated",
    "machine_made", "ai_made",
)  # fmt: skip
"""Words beside those of labels that say that what is fake has the high scores."""

_REALNESS = re.compile(
    r"authentic(?:ity)?|genuine(?:ness)?|real(?:ness|ism|istic|ity)|bona(?:_?fide(?:ness)?)?|pristine(?:ness)?|natur(?:e|al(?:ness)?)|"
    r"legit(?:imate|imacy)?|trust(?:worthiness|worthy)?|credib(?:le|ility)|integrity|veracity|truthfulness|original(?:ity)?|"
    r"(?:human|live)(?:ness)?|honest|unforged|undoctored|unspoofed|unchanged|human_made"
)
"""Words that say that what is real has the high scores."""

CLASS_WORDS: dict[str, Label] = {
    spelled_plainly(word): label for words in (FOLDERS, LABELS) for word, label in words.items() if word not in CODED
}
"""Words for classes in plain spelling; what true, false, 0 and 1 mean as classes is not known."""

_SCORED: dict[str, Label] = {**CLASS_WORDS, **dict.fromkeys(FAKENESS, "fake")}


def scored_class(word: str) -> Label | None:
    """The class whose scores are high, as a word of a name in plain spelling says; ``None`` where it says none.

    >>> [scored_class(word) for word in ("spoof", "fakeness", "nature", "bona_fide", "xception", "true")]
    ['fake', 'fake', 'real', 'real', None, None]
    """
    return "real" if _REALNESS.fullmatch(word) else _SCORED.get(word)
