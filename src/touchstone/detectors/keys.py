"""Keys of the networks that come with the package, and where their weights lie; needs no torch."""

from __future__ import annotations

from pathlib import Path

from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

LAYOUTS: tuple[str, ...] = (*DOMAINS, "tm_legacy")
"""Keys of the known checkpoint layouts: the six specialists and the older temporal model."""

REFERENCE_PREFIX = "reference:"
"""Prefix of the key of a reference specialist where layouts are named."""

REFERENCE_KEYS: tuple[str, ...] = tuple(f"{REFERENCE_PREFIX}{key}" for key in DOMAINS)
"""Keys of the reference specialists."""


def domain_of(key: str) -> str:
    """Key of the domain that a network is for.

    >>> domain_of("reference:cm"), domain_of("tm_legacy")
    ('cm', 'tm')
    """
    return key.removeprefix(REFERENCE_PREFIX).removesuffix("_legacy")


def check_layout(key: str) -> None:
    """Refuse what is not a layout.

    Raises:
        UsageError: the message names those that there are.
    """
    if key not in LAYOUTS:
        raise UsageError(f"no specialist is called {key!r}; known are {', '.join(LAYOUTS)}")


def shipped_weights(key: str) -> Path:
    """The file of the weights of a reference specialist that come with the package; it need not be there."""
    return Path(__file__).parent / "reference" / "weights" / f"{key}.safetensors"
