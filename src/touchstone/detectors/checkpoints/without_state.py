"""What a file holds that has no state dict, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import torch

from touchstone.vocabulary.excerpts import names_of

from .metadata import key_text
from .pickles import OmittedArray
from .states import DEEPEST, lies_deeper

_KINDS: tuple[tuple[type, str], ...] = (
    (type(None), "None"),
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "a text"),
    (bytes, "bytes"),
    (list, "a list"),
    (tuple, "a tuple"),
    (torch.Tensor, "one tensor without a name"),
)


def without_state(held: object) -> str:
    """Why this is not a state dict, in words that go on from the name of its file.

    Args:
        held: the content of the file, in which :func:`held_states` finds no state.
    """
    if not isinstance(held, Mapping):
        return f"holds {_kind(held)}, not a state dict; save model.state_dict()"
    items = cast(Mapping[Any, Any], held)
    if _holds_arrays(items):
        return (
            "holds arrays of NumPy, not tensors; load it where it was written, and write "
            'torch.save({name: torch.from_numpy(array) for name, array in arrays.items()}, "state.pt")'
        )
    if lies_deeper(held):
        return f"holds its tensors deeper than {DEEPEST} mappings inside one another; save model.state_dict() alone"
    names = names_of((key_text(name) or "…" for name in items), 5) or "nothing"
    return f"holds no tensors; it holds: {names}; save model.state_dict()"


def _kind(held: object) -> str:
    word = next((words for kind, words in _KINDS if isinstance(held, kind)), None)
    return word or f"an object of the type {type(held).__name__}"


def _holds_arrays(items: Mapping[Any, Any], depth: int = 0) -> bool:
    """Whether arrays of NumPy lie in it, or in mappings inside it."""
    return depth <= DEEPEST and any(
        _holds_arrays(cast(Mapping[Any, Any], value), depth + 1)
        if isinstance(value, Mapping)
        else isinstance(value, OmittedArray)
        for value in items.values()
    )
