"""Which mappings of a checkpoint hold tensors, and which of them is the state dict where nothing else decides.

Scripts keep a state dict bare, or under any word (``net``, ``model``, ``state_dict_ema``), or several of them, nested.
Whatever mapping holds tensors is a state; only what an optimiser keeps is none.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from torch import Tensor

from .metadata import key_text

_BETWEEN_PARTS = re.compile(r"[._\- ]")
_WRAPPERS = ("model_state_dict", "state_dict", "model")
# Words by which scripts call weights that are averaged over training.
_AVERAGED = frozenset({"ema", "teacher", "averaged", "average", "avg", "swa", "shadow", "polyak"})
_OPTIMISER = frozenset({"param_groups", "exp_avg", "exp_avg_sq", "momentum_buffer", "square_avg"})
DEEPEST = 16
"""Keys, one inside the other, that may lead to a state dict."""

_DEEPEST_SEEN = 500
_MOST = 20_000

_T = TypeVar("_T")
_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False, eq=False, kw_only=True)
class HeldState:
    """A mapping of a checkpoint that holds tensors.

    Attributes:
        path: keys that lead to it; empty for the checkpoint itself.
        tensors: its tensors by name, as the file holds them.
    """

    path: tuple[str, ...]
    tensors: dict[str, Tensor]

    @property
    def name(self) -> str:
        """How a user names it: the keys, joined by dots."""
        return ".".join(self.path)

    def __repr__(self) -> str:
        return f"HeldState({self.name!r}, {len(self.tensors)} tensors)"


def is_averaged(name: str) -> bool:
    """Whether a name holds a word that scripts call averaged weights by.

    >>> is_averaged("state_dict_ema"), is_averaged("schema")
    (True, False)
    """
    return not _AVERAGED.isdisjoint(_BETWEEN_PARTS.split(name.lower()))


def held_states(held: object) -> tuple[HeldState, ...]:
    """Every mapping in a checkpoint that holds tensors, the outer ones first; what optimisers keep is left out.

    At most 20,000 containers are looked at, 16 deep, each once: a file may hold itself. Mappings of single numbers, metrics
    for instance, count only where there is nothing else.
    """
    states = [HeldState(path=path, tensors=_tensors(mapping)) for path, mapping in _mappings(held)]
    states = [state for state in states if state.tensors]
    return tuple(s for s in states if any(t.dim() for t in s.tensors.values())) or tuple(states)


def first_choice(states: tuple[HeldState, ...]) -> HeldState:
    """The state that is meant where neither the user nor a known network decides.

    Raw weights come before averages, the usual words (``model_state_dict``, ``state_dict``, ``model``) before others, many
    values before few, and what the file holds first before the rest.
    """
    return min(states, key=_rank)


def _rank(state: HeldState) -> tuple[bool, int, int]:
    return *preference(state.path), -sum(tensor.numel() for tensor in state.tensors.values())


def preference(path: tuple[str, ...]) -> tuple[bool, int]:
    """How early a state of this path is taken: raw before averaged, then usual words before others; the least first.

    >>> preference(("model",)) < preference(("net",)) < preference(("state_dict", "ema"))
    True
    """
    usual = min((_WRAPPERS.index(key) for key in path if key in _WRAPPERS), default=len(_WRAPPERS))
    return is_averaged(".".join(path)), usual


def lies_deeper(held: object) -> bool:
    """Whether tensors lie deeper in a checkpoint than :data:`DEEPEST` keys."""
    return any(
        len(path) > DEEPEST and any(isinstance(value, Tensor) for value in mapping.values())
        for path, mapping in _mappings(held, _DEEPEST_SEEN)
    )


def _mappings(held: object, deepest: int = DEEPEST) -> Iterator[tuple[tuple[str, ...], Mapping[Any, Any]]]:
    queue: deque[tuple[tuple[str, ...], object]] = deque([((), held)])
    seen: set[int] = set()
    while queue and len(seen) < _MOST:
        path, item = queue.popleft()
        if id(item) in seen or not isinstance(item, Mapping | list | tuple) or is_optimiser(item):
            continue
        seen.add(id(item))
        if isinstance(item, Mapping):
            yield path, cast(Mapping[Any, Any], item)
        if len(path) < deepest:
            queue.extend(((*path, key), value) for key, value in _items(item))


def _items(container: object) -> Iterator[tuple[str, Any]]:
    """Containers inside a container, with their keys or numbers."""
    pairs: Any = container.items() if isinstance(container, Mapping) else enumerate(cast(list[Any], container))
    return _named((key, value) for key, value in pairs if isinstance(value, Mapping | list | tuple))


def _named(pairs: Iterable[tuple[Any, _T]]) -> Iterator[tuple[str, _T]]:
    """Those of some pairs whose keys are names."""
    return ((name, value) for key, value in pairs if (name := key_text(key)) is not None)


def is_packed(held: object) -> bool:
    """Whether a checkpoint holds layers of a quantised network, whose weights are packed with their scales."""
    names = (name for _, mapping in _mappings(held) for name in mapping)
    return any(isinstance(name, str) and name.endswith("_packed_params") for name in names)


def is_optimiser(item: object) -> bool:
    """Whether a mapping is what an optimiser keeps: groups of parameters, or its running averages of gradients."""
    return isinstance(item, Mapping) and not _OPTIMISER.isdisjoint(cast(Mapping[Any, Any], item))


def _tensors(mapping: Mapping[Any, Any]) -> dict[str, Tensor]:
    return dict(_named((key, value) for key, value in mapping.items() if isinstance(value, Tensor)))


def beside_states(held: object, states: tuple[HeldState, ...]) -> dict[str, Any]:
    """What a checkpoint tells beside its states: epoch, metrics, settings."""
    paths = {state.path for state in states}
    leading = {path[:length] for path in paths for length in range(len(path) + 1)}
    return _pruned(held, (), paths, leading) if isinstance(held, Mapping) else {}


def _pruned(item: Any, path: _Path, paths: set[_Path], leading: set[_Path]) -> dict[str, Any]:
    """What a mapping holds beside states, where ``leading`` are the paths that lead to one."""
    rest: dict[str, Any] = {}
    for key, value in _named(item.items()):
        inner = (*path, key)
        if path in paths and isinstance(value, Tensor):
            continue
        if inner not in leading:
            rest[key] = value
        elif isinstance(value, Mapping) and (remains := _pruned(value, inner, paths, leading)):
            rest[key] = remains
    return rest
