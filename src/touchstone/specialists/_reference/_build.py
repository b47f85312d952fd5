"""The reference specialists by key."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from touchstone.domains import DOMAINS
from touchstone.errors import UsageError

from ._base import Reference


def _classes() -> dict[str, Callable[[], Reference]]:
    """The one subclass of each domain's file ``_KEY.py``."""
    found: dict[str, Callable[[], Reference]] = {}
    for key in DOMAINS:
        if find_spec(f"{__package__}._{key}") is None:
            continue
        module = import_module(f"._{key}", __package__)
        (made,) = (
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, Reference) and kind.__module__ == module.__name__
        )
        found[key] = cast(Callable[[], Reference], made)  # each knows its own key and number of values
    return found


REFERENCES: dict[str, Callable[[], Reference]] = _classes()
"""What makes the network of each domain, by its key."""


def build_reference(key: str) -> Reference:
    """The reference specialist of a domain with fresh weights, in training mode.

    Raises:
        UsageError: there is none.
    """
    if key not in REFERENCES:
        raise UsageError(f"no reference specialist is called {key!r}; known are {', '.join(REFERENCES) or 'none'}")
    return REFERENCES[key]()
