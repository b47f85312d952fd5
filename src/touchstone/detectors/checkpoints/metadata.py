"""What a checkpoint tells beside its tensors, as JSON can hold it, whatever it is and however it is nested."""

from __future__ import annotations

import math
from typing import Any

import torch

from .pickles import Json, Omitted

_DEEPEST = 64
"""Levels of nesting that are kept; deeper ones, and those of an object that holds itself, are left out."""

_MOST_ITEMS = 1_000_000
_MOST_CHARACTERS = 1 << 26
_LONGEST_NUMBER = 1024
"""Bits of an integer; longer ones cannot be written as text."""


def as_json(value: Any) -> Json | Omitted:
    """``value`` as JSON can hold it; :class:`Omitted` for what is not metadata (tensors, arrays, objects).

    A small file may hold an object that holds itself, or one object a million times. So depth, number of items and characters
    are limited, and what lies beyond is left out.
    """
    return _Reading().read(value, _DEEPEST)


class _Reading:
    """How much more may be taken from one file."""

    def __init__(self) -> None:
        self.items = _MOST_ITEMS
        self.characters = _MOST_CHARACTERS

    def read(self, value: Any, levels: int) -> Json | Omitted:
        self.items -= 1
        if self.items < 0 or levels == 0:
            return Omitted()
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            kept = {
                name: self.read(item, levels - 1) for key, item in value.items() if (name := self._key(key)) is not None
            }
            return {name: item for name, item in kept.items() if not isinstance(item, Omitted)} or Omitted()
        if isinstance(value, list | tuple):
            items = [self.read(item, levels - 1) for item in value[: self.items]]
            return [item for item in items if not isinstance(item, Omitted)] or Omitted()
        return _scalar(value)

    def _text(self, text: str) -> str | Omitted:
        self.characters -= len(text)
        return Omitted() if self.characters < 0 else whole_text(text)

    def _key(self, key: Any) -> str | None:
        text = key_text(key)
        kept = None if text is None else self._text(text)
        return kept if isinstance(kept, str) else None


def key_text(key: Any) -> str | None:
    """The key of a mapping as a name; ``None`` for what is none.

    >>> key_text("a"), key_text(3), key_text((("a",),))
    ('a', '3', None)
    """
    if isinstance(key, Omitted) or (isinstance(key, tuple) and any(isinstance(part, tuple) for part in key)):
        return None
    try:
        return whole_text(str(key))
    except ValueError:  # a number of thousands of digits
        return None


def whole_text(text: str) -> str:
    r"""The same text with halves of characters, which no file and no terminal takes, as escapes.

    >>> whole_text("Größe"), whole_text("a\ud800")
    ('Größe', 'a\\ud800')
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _scalar(value: Any) -> Json | Omitted:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if value.bit_length() <= _LONGEST_NUMBER else Omitted()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, torch.Tensor) and value.numel() == 1 and not value.is_complex():
        return _of_tensor(value)
    return Omitted()


def _of_tensor(tensor: torch.Tensor) -> Json | Omitted:
    try:
        return _scalar(tensor.item())
    except (RuntimeError, NotImplementedError):  # a tensor without a value, or of a type that has none in Python
        return Omitted()
