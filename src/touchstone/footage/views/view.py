"""The views by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.errors import UsageError

from . import av, bg, ll, tiles, tm
from .stretch import Stretch


@dataclass(frozen=True, slots=True)
class View:
    """One way to show a clip.

    Attributes:
        name: key of the domain that it is for.
        shape: of what it gives.
        dtype: of what it gives: ``uint8`` or ``float16``.
        needs: what the clip must have: ``face``, ``sound``.
        make: a stretch → an array of that shape. Raises :class:`CannotSeeError` where the clip lacks what is needed.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    needs: frozenset[str]
    make: Callable[[Stretch], NDArray[np.generic]]


_FACE = frozenset({"face"})

VIEWS: Mapping[str, View] = {
    view.name: view
    for view in (
        View("bg", bg.SHAPE, "uint8", _FACE, bg.show),
        View("cm", tiles.SHAPE, "uint8", _FACE, tiles.show),
        View("av", av.SHAPE, "float16", frozenset({"face", "sound"}), av.show),
        View("rr", tiles.SHAPE, "uint8", _FACE, tiles.show),
        View("ll", ll.SHAPE, "uint8", _FACE, ll.show),
        View("tm", tm.SHAPE, "uint8", _FACE, tm.show),
    )
}
"""The view of each domain, by its key."""


def view_named(name: str) -> View:
    """The view of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in VIEWS:
        raise UsageError(f"no view is called {name!r}; known are {', '.join(VIEWS)}")
    return VIEWS[name]
