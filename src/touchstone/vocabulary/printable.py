"""Text from files as it can be shown: nothing in it moves the cursor, changes colours or starts a line."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that are not seen: controls, marks of direction, halves of pairs, ends of lines."""

_JOINERS = frozenset("\u200c\u200d")
"""Characters that are not seen but belong to words and pictures."""


def printable(text: str) -> str:
    r"""The same text with its hidden characters as escapes.

    >>> printable("a\x1b[31m\n"), printable("Größe")
    ('a\\x1b[31m\\n', 'Größe')
    """
    if text.isprintable():
        return text
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in _HIDDEN and c not in _JOINERS else c
        for c in text
    )
