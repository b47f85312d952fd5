"""Text from files as it can be shown: nothing in it moves the cursor, changes colours, starts a line or cannot be seen."""

from __future__ import annotations

import unicodedata

_HIDDEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that are not seen: controls, marks of direction, halves of pairs, ends of lines."""

_IGNORABLE = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Other characters that programs show as nothing (Unicode, ``Default_Ignorable_Code_Point``)."""

_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Characters that are not seen but belong to words and pictures: after a character that is not ASCII they stay."""


def printable(text: str) -> str:
    r"""The same text with its hidden characters as escapes.

    >>> printable("a\x1b[31m\n"), printable("Größe"), printable("a\u202egpj.mp4"), printable("a\u200db")
    ('a\\x1b[31m\\n', 'Größe', 'a\\u202egpj.mp4', 'a\\u200db')
    """
    if text.isascii() and text.isprintable():
        return text
    hidden = _hidden(text)
    if not hidden:
        return text
    return "".join(
        c.encode("unicode_escape").decode() if c in hidden and not (c in _JOINERS and _joins(text, at)) else c
        for at, c in enumerate(text)
    )


def json_escaped(text: str) -> str:
    r"""JSON with the hidden characters inside its texts as JSON escapes; it means the same.

    >>> json_escaped('"a\u202eb"'), json_escaped('{\n}')
    ('"a\\u202eb"', '{\n}')
    """
    hidden = _hidden(text) - _LAID_OUT
    return "".join(_in_json(c) if c in hidden else c for c in text) if hidden else text


_LAID_OUT = frozenset("\n\r\t")
"""What lays out JSON between its texts."""


def _hidden(text: str) -> frozenset[str]:
    """The different hidden characters in a text."""
    return frozenset(c for c in set(text) if unicodedata.category(c) in _HIDDEN_KINDS or _ignorable(ord(c)))


def _ignorable(point: int) -> bool:
    return point >= 0x034F and any(low <= point <= high for low, high in _IGNORABLE)


def _joins(text: str, at: int) -> bool:
    return at > 0 and not text[at - 1].isascii()


def _in_json(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
