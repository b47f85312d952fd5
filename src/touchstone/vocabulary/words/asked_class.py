"""Names of columns that ask whether a video is of a class: `Ist Fake`, `É falso`, `Echt?`, `has been manipulated`."""

from __future__ import annotations

from .labels import CODED, LABELS, Label
from .languages import IS, TRANSLATIONS
from .spelling import spelled_plainly, words_of_name

_FOREIGN = frozenset({*TRANSLATIONS["real"], *TRANSLATIONS["fake"]})
_CLASSES: dict[str, Label] = {spelled_plainly(word): label for word, label in LABELS.items() if word not in CODED}


def asked_class(name: str) -> Label | None:
    """The class that the name of a column asks for; ``None`` where it asks for none, as the English word for a class alone.

    >>> asked_class("Ist Fake"), asked_class("Echt?"), asked_class("fake"), asked_class("Ist neu")
    ('fake', 'real', None, None)
    """
    words = words_of_name(name)
    asking = next((at for at, word in enumerate(words) if word not in IS), 0)
    word = "_".join(words[asking:])
    asks = asking > 0 or name.strip().endswith("?") or word in _FOREIGN
    return _CLASSES.get(word) if asks else None
