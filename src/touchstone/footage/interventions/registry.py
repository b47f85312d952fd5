"""All known changes, by name: whatever the modules of the domain folders list as their ``INTERVENTIONS``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from touchstone.vocabulary.domains import DOMAINS

from .intervention import Intervention

_FIRST = ("light", "jpeg", "sound", "scale", "noise", "levels")
"""Modules that come before the others of their folder, which follow by name: what a seed draws depends on the order."""


def _families() -> Iterator[ModuleType]:
    for domain in (*DOMAINS, "common"):
        folder = import_module(f"{__package__}.{domain}")
        for name in sorted((m.name for m in iter_modules(folder.__path__)), key=lambda n: (n not in _FIRST, n)):
            yield import_module(f"{folder.__name__}.{name}")


INTERVENTIONS: dict[str, Intervention] = {
    change.name: change for family in _families() for change in getattr(family, "INTERVENTIONS", ())
}
"""Every intervention, by its name; in the order of the domains."""
