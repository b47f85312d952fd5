"""Words for labels with other words or codes around them: `0 (real)`, `REAL_VIDEO`, `label: fake`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from touchstone.vocabulary.words import (
    CODED,
    FAKE_AUDIO_WORDS,
    LABELS,
    Label,
    class_of_words,
    spelled_plainly,
    words_of_name,
)

_THINGS = r"(?:videos?|images?|pictures?|clips?|frames?|faces?|samples?|files?|class|label)"
_WORD = r"(.{1,40}?)"
_AROUND = (
    re.compile(rf"-?\d+\s?[(\[:=\-–_.]{{1,2}}\s?{_WORD}\s?[)\]]?"),
    re.compile(rf"-?\d+\s{_WORD}"),
    re.compile(rf"{_WORD}\s?[(\[:=_\-]\s?-?\d+\s?[)\]]?"),
    re.compile(rf"{_WORD}[_\- ]{_THINGS}"),
    re.compile(rf"{_THINGS}\s?[_\-:= ]\s?{_WORD}"),
)  # fmt: skip
"""A code before or behind the word, and what is real or fake behind or before it."""


_ANSWERS = ("yes", "no")
_WORDS_OF_CLASSES: dict[str, Label] = {spelled_plainly(word): label for word, label in LABELS.items() if word not in CODED}


def bare_labels(words: Iterable[str]) -> dict[str, str]:
    """Cells in lower case → the word for a label in them, for those that are not a label as they are.

    >>> bare_labels(["0 (real)", "fake_video", "label: fake", "real", "first video", "1"])
    {'0 (real)': 'real', 'fake_video': 'fake', 'label: fake': 'fake'}
    >>> bare_labels(["0_real", "1-fake", "fake_1", "2 faces"])
    {'0_real': 'real', '1-fake': 'fake', 'fake_1': 'fake'}
    >>> bare_labels(["yes_deepfake", "no_deepfake", "not_ai_generated", "no face"])
    {'yes_deepfake': 'fake', 'no_deepfake': 'real', 'not_ai_generated': 'real'}
    """
    bare: dict[str, str] = {}
    for word in words:
        if word in LABELS or word in FAKE_AUDIO_WORDS:
            continue
        matches = (pattern.fullmatch(word) for pattern in _AROUND)
        inner = [match[1].strip() for match in matches if match is not None]
        label = next((w for w in inner if w in LABELS and w not in CODED), None) or _answered(word)
        if label is not None:
            bare[word] = label
    return bare


def _answered(word: str) -> str | None:
    """The label of a word with yes or no before it; ``None`` where there is none."""
    if not word.startswith(_ANSWERS):
        return None
    label, left = class_of_words(words_of_name(word), _WORDS_OF_CLASSES.get)
    return None if left else label


def class_said(text: str) -> Label | None:
    """The class that a text says in words, whatever is beside them; ``None`` where it says none.

    >>> [class_said(text) for text in ("Fake", "not_ai_generated", "0 (real)", "xception", "1")]
    ['fake', 'real', 'real', None, None]
    """
    return class_of_words(words_of_name(text), _WORDS_OF_CLASSES.get)[0]
