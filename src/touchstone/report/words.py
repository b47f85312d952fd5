"""Words for readers where a result holds a code."""

from __future__ import annotations

_SHOWN = {"ranks": "separates fake from real"}


def shown(word: str) -> str:
    """The word of an assessment as a reader sees it; files keep the code.

    >>> shown("ranks"), shown("no signal")
    ('separates fake from real', 'no signal')
    """
    return _SHOWN.get(word, word)
