"""Scores of sound are often high for what is real: what is said where their names do not say which end is fake."""

from __future__ import annotations

from collections.abc import Iterable

from touchstone.vocabulary.door import option
from touchstone.vocabulary.words import spelled_plainly

from .names import says_fake, score_class


def said_of_sound(columns: Iterable[str]) -> list[str]:
    """The note on scores of sound; none where the name of one says a class.

    Args:
        columns: the columns of scores.
    """
    if any(says_fake(spelled_plainly(c)) or score_class(c) for c in columns):
        return []
    way = option("fake_is", "low")
    return [f"scores of sound are often high for what is real; these are read as high for fake ({way} turns them)"]
