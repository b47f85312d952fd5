"""The class that the words of a name say, also where one says no: `fake`, `ai_generated`, `yes_deepfake`, `not_ai_generated`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .labels import Label

_MOST_WORDS = 2
_NOT = frozenset({"no", "not", "non"})
_YES = frozenset({"yes"})
_OTHER: dict[Label, Label] = {"real": "fake", "fake": "real"}


def class_of_words(words: Sequence[str], label_of: Callable[[str], Label | None]) -> tuple[Label | None, list[str]]:
    """The class that one or two words in a row name, from the end, and the words that are left; `not` before them turns it round.

    Args:
        words: the words of a name.
        label_of: what words in lower case, joined by an underscore, mean.

    >>> class_of_words(["prob", "not", "ai", "generated"], {"ai_generated": "fake", "ai": "fake"}.get)
    ('real', ['prob'])
    """
    for size in range(_MOST_WORDS, 0, -1):
        for at in range(len(words) - size, -1, -1):
            label = label_of("_".join(words[at : at + size]).lower())
            if label is not None:
                return _turned(label, words[:at], words[at + size :])
    return None, list(words)


def opposite(label: Label) -> Label:
    """The other class.

    >>> opposite("real")
    'fake'
    """
    return _OTHER[label]


def _turned(label: Label, before: Sequence[str], behind: Sequence[str]) -> tuple[Label, list[str]]:
    """The class with the word before it, and the words that are left."""
    last = before[-1].lower() if before else ""
    if last in _NOT:
        return opposite(label), [*before[:-1], *behind]
    return label, [*(before[:-1] if last in _YES else before), *behind]
