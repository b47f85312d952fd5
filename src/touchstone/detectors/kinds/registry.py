"""Every kind of detector that there is."""

from __future__ import annotations

from functools import cache
from typing import Any

from touchstone.vocabulary.plugins import plugins

from .kind import Kind

GROUP = "touchstone.detector_kinds"
"""Entry points under which other packages offer kinds."""


@cache
def kinds() -> dict[str, Kind[Any]]:
    """The kinds by name: those of the package by the names of their files, then those of other packages.

    Raises:
        UsageError: a package offers something else, or a name that is taken.

    >>> kinds()["specialist"].description
    "one of the package's networks, with the weights of a checkpoint"
    """
    return {kind.name: kind for kind in plugins("touchstone.detectors.kinds", "KIND", GROUP, Kind)}
