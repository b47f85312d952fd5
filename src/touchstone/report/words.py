"""Words for readers where a result holds a code."""

from __future__ import annotations

_SHOWN = {"ranks": ("separates fake from real", "separates")}


def shown(word: str, *, short: bool = False) -> str:
    """The word of an assessment as a reader sees it; files keep the code.

    Args:
        word: the code.
        short: for a column of a table.

    >>> shown("ranks"), shown("ranks", short=True), shown("no signal")
    ('separates fake from real', 'separates', 'no signal')
    """
    return _SHOWN[word][short] if word in _SHOWN else word
