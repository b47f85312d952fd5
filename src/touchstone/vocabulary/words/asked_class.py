"""Names of columns that ask whether a video is of a class, in other languages: `Ist Fake`, `É falso`, `Echt?`."""

from __future__ import annotations

from .labels import CODED, LABELS, Label
from .languages import IS, TRANSLATIONS
from .spelling import spelled_plainly, words_of_name

_FOREIGN = frozenset({*TRANSLATIONS["real"], *TRANSLATIONS["fake"]})
_CLASSES: dict[str, Label] = {spelled_plainly(word): label for word, label in LABELS.items() if word not in CODED}


def asked_class(name: str) -> Label | None:
    """The class that the name of a column asks for; ``None`` where it asks for none, or in English alone.

    >>> asked_class("Ist Fake"), asked_class("Echt?"), asked_class("fake"), asked_class("Ist neu")
    ('fake', 'real', None, None)
    """
    words = words_of_name(name)
    asks = len(words) > 1 and words[0] in IS
    word = "_".join(words[asks:])
    foreign = word in _FOREIGN or (asks and words[0] not in ("is", "was"))
    return _CLASSES.get(word) if foreign else None
