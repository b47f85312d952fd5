"""Excerpts of what files hold, for messages: none is endless, and every one can be written."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable

LONGEST_QUOTE = 120
"""Characters of a value that a message quotes."""

LONGEST_MESSAGE = 1_500
"""Characters of a message: less than a screen of 80 columns and 24 lines."""

LONGEST_WORD = 400
"""Characters without a space that are shown: a path of a usual length stays whole."""

_END = 500
"""Characters at the end of a message that is cut in its middle: they say what to do."""


def storable(text: str) -> str:
    r"""The same text as a table can hold it: halves of characters, which UTF-8 does not have, as escapes.

    >>> storable("a\udcff"), storable("Größe")
    ('a\\udcff', 'Größe')
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def quoted(value: object) -> str:
    """A value as a message quotes it: at most :data:`LONGEST_QUOTE` characters of it, of any depth and size.

    >>> quoted("score"), quoted([1, 2]), len(quoted("x" * 10**6))
    ("'score'", '[1, 2]', 122)
    """
    if isinstance(value, str):
        return repr(shortened(value, LONGEST_QUOTE))
    try:
        return shortened(_BRIEF.repr(value), LONGEST_QUOTE)
    except (ValueError, RecursionError):  # Python writes no number of more than 4,300 digits
        return f"a value of the type {type(value).__name__} that is too large to show"


def names_of(names: Iterable[object], most: int = 12) -> str:
    """The first of several names, each cut as :func:`quoted` cuts it.

    >>> names_of(["a", "b", "c"], 2), names_of(["a", "b"])
    ('a, b …', 'a, b')
    """
    texts = [shortened(str(name), LONGEST_QUOTE) for name in names]
    return ", ".join(texts[:most]) + " …" * (len(texts) > most)


def shortened(text: str, most: int) -> str:
    """The beginning of a text.

    >>> shortened("score", 5), shortened("scores", 5)
    ('score', 'scor…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def short_words(text: str, most: int = LONGEST_WORD) -> str:
    """The same text, where words of more than ``most`` characters have lost their middle.

    >>> short_words("of " + "x" * 10**6 + ".weight", 20), short_words("a short text")
    ('of xxxxxxxxxx … xx.weight', 'a short text')
    """
    if len(text) <= most:
        return text
    begin, end = most // 2, most // 2 - 1
    return _WORD.sub(lambda word: f"{word[0][:begin]} … {word[0][-end:]}" if len(word[0]) > most else word[0], text)


def in_one_screen(text: str) -> str:
    """A message of at most :data:`LONGEST_MESSAGE` characters: its beginning, and its end, which says what to do.

    >>> len(in_one_screen("x" * 10**6)), in_one_screen("short")
    (1500, 'short')
    """
    if len(text) <= LONGEST_MESSAGE:
        return text
    return f"{text[: LONGEST_MESSAGE - _END - 3]} … {text[-_END:]}"


_WORD = re.compile(r"\S+")
_BRIEF = reprlib.Repr()
_BRIEF.maxlist = _BRIEF.maxtuple = _BRIEF.maxdict = _BRIEF.maxset = _BRIEF.maxarray = 12
_BRIEF.maxstring = _BRIEF.maxlong = _BRIEF.maxother = LONGEST_QUOTE
