"""Extensions that are offers by themselves: modules of one folder of the package, and entry points of other packages."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import ClassVar, Generic, Protocol, TypeVar

from .errors import UsageError, short_reason


class Named(Protocol):
    """Something with a name of its class."""

    name: ClassVar[str]


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Generic[T]):
    """Something that is offered.

    Attributes:
        item: the object.
        where: who offers it: a module of the package, or another package and what its entry point names.
    """

    item: T
    where: str


def plugins(package: str, attribute: str, group: str, kind: type[T]) -> list[Offer[T]]:
    """Everything that a folder of the package and other packages offer of one kind; names do not repeat.

    Args:
        package: dotted name of the folder; each of its modules that has ``attribute`` offers one.
        attribute: name of the object in such a module.
        group: entry points by which other packages offer more; each names the object itself.
        kind: class that the objects are of; they have a ``name``.

    Returns:
        Those of the package in the order of their files, then those of others in the order of their entry points.

    Raises:
        UsageError: a package offers something that cannot be imported, is none, or has a name that is taken.
    """
    offers: dict[str, Offer[T]] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(import_module(package).__path__)):
        offered = getattr(import_module(f"{package}.{module}"), attribute, None)
        if offered is not None:
            _take(offers, Offer(item=offered, where=f"{package}.{module}"))
    for entry in sorted(entry_points(group=group), key=lambda e: (e.name, e.value)):
        where = f"{entry.dist.name if entry.dist else 'a package'} ({entry.value})"
        try:
            offered = entry.load()
        except Exception as error:  # whatever a foreign package raises when it is imported
            raise UsageError(
                f"{where}, offered as {group}, cannot be imported: {short_reason(error)}; fix or remove it"
            ) from error
        if not isinstance(offered, kind):
            raise UsageError(f"{where}, offered as {group}, is not a {kind.__name__}; fix or remove it")
        _take(offers, Offer(item=offered, where=where))
    return list(offers.values())


def _take(offers: dict[str, Offer[T]], offer: Offer[T]) -> None:
    name = getattr(offer.item, "name", None)
    if not isinstance(name, str) or not name:
        raise UsageError(f"{offer.where} has no name; fix or remove it")
    if name in offers:
        raise UsageError(f"{offers[name].where} and {offer.where} both offer {name!r}; remove one of them")
    offers[name] = offer
