"""Words as they are compared, and hints at what was meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_PERCENT = frozenset({"percent", "percentage", "pct", "perc", "prozent"})
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spelled_plainly(name: str) -> str:
    """A name as it is compared: lower case, words joined by underscores, an accent and its letter as one character.

    >>> spelled_plainly(" Fake-Prob "), spelled_plainly("P Fake")
    ('fake_prob', 'p_fake')
    """
    name = name if name.isascii() else unicodedata.normalize("NFC", name)
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())


def parted_at_capitals(name: str) -> str:
    """A name with an underscore where a capital follows a small letter.

    >>> parted_at_capitals("maxProb"), parted_at_capitals("p_fake")
    ('max_Prob', 'p_fake')
    """
    return _CAPITAL.sub("_", name)


def words_of_name(name: str) -> list[str]:
    """The words of a name in lower case: parted at capitals, dots, brackets and numbers; a percent sign is the word for it.

    >>> words_of_name("Prob. Fake"), words_of_name("pFake"), words_of_name("P(fake) [%]"), words_of_name("prob1")
    (['prob', 'fake'], ['p', 'fake'], ['p', 'fake', 'percent'], ['prob', '1'])
    """
    name = unicodedata.normalize("NFC", name).replace("%", " percent ")
    words = [word.lower() for word in _WORDS.findall(_CAPITALS.sub(" ", name))]
    return ["percent" if word in _PERCENT else word for word in words]


def did_you_mean(name: str, choices: Sequence[str], most: int = 2) -> str:
    """A hint at names that are spelt alike; empty where there are none.

    >>> did_you_mean("lable", ["label", "video"])
    "; did you mean 'label'?"
    """
    close = difflib.get_close_matches(spelled_plainly(name), [spelled_plainly(k) for k in choices], n=most, cutoff=0.6)
    meant = [next(k for k in choices if spelled_plainly(k) == c) for c in close]
    return f"; did you mean {' or '.join(repr(m) for m in meant)}?" if meant else ""


def near(name: str, choices: Sequence[str]) -> str:
    """A hint at the name that is spelt most alike, or all that there are.

    >>> near("x", ["label", "video"])
    '; known are label, video'
    """
    return did_you_mean(name, choices, most=1) or f"; known are {', '.join(choices)}"
