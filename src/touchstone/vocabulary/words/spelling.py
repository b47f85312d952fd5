"""Words as they are compared, and hints at what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Sequence


def plain(name: str) -> str:
    """A name as it is compared: lower case, words joined by underscores.

    >>> plain(" Fake-Prob "), plain("P Fake")
    ('fake_prob', 'p_fake')
    """
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())


def nearest(name: str, choices: Sequence[str], most: int = 2) -> str:
    """A hint at names that are spelt alike; empty where there are none.

    >>> nearest("lable", ["label", "video"])
    "; did you mean 'label'?"
    """
    close = difflib.get_close_matches(plain(name), [plain(k) for k in choices], n=most, cutoff=0.6)
    meant = [next(k for k in choices if plain(k) == c) for c in close]
    return f"; did you mean {' or '.join(repr(m) for m in meant)}?" if meant else ""


def near(name: str, choices: Sequence[str]) -> str:
    """A hint at the name that is spelt most alike, or all that there are.

    >>> near("x", ["label", "video"])
    '; known are label, video'
    """
    return nearest(name, choices, most=1) or f"; known are {', '.join(choices)}"
