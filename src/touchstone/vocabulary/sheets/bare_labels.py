"""Words for labels with other words or codes around them: `0 (real)`, `REAL_VIDEO`, `label: fake`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from touchstone.vocabulary.words import CODED, FAKE_AUDIO_WORDS, LABELS

_THINGS = r"(?:videos?|images?|pictures?|clips?|frames?|faces?|samples?|files?|class|label)"
_WORD = r"(.{1,40}?)"
_AROUND = (
    re.compile(rf"-?\d+\s?[(\[:=\-–]{{1,2}}\s?{_WORD}\s?[)\]]?"),
    re.compile(rf"{_WORD}\s?[(\[:=]\s?-?\d+\s?[)\]]?"),
    re.compile(rf"{_WORD}[_\- ]{_THINGS}"),
    re.compile(rf"{_THINGS}\s?[_\-:= ]\s?{_WORD}"),
)  # fmt: skip
"""A code before or behind the word, and what is real or fake behind or before it."""


def bare_labels(words: Iterable[str]) -> dict[str, str]:
    """Cells in lower case → the word for a label in them, for those that are not a label as they are.

    >>> bare_labels(["0 (real)", "fake_video", "label: fake", "real", "first video", "1"])
    {'0 (real)': 'real', 'fake_video': 'fake', 'label: fake': 'fake'}
    """
    bare: dict[str, str] = {}
    for word in words:
        if word in LABELS or word in FAKE_AUDIO_WORDS:
            continue
        matches = (pattern.fullmatch(word) for pattern in _AROUND)
        inner = [match[1].strip() for match in matches if match is not None]
        label = next((w for w in inner if w in LABELS and w not in CODED), None)
        if label is not None:
            bare[word] = label
    return bare
