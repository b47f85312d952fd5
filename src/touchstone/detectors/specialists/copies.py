"""Copies of a known network's tensors among all the tensors of a file, under whatever names lead to them.

All states of a checkpoint are seen as one flat list of names: the keys that lead to a state, then the name in it. A copy is a
prefix behind which every name of a layout is found, with its shape. So a copy is found under any word, behind any prefix, in
parts, or twice in one mapping (``student.`` and ``teacher.``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from torch import Tensor

from touchstone.detectors.checkpoints import COUNTER, HeldState, preference, sizes

from .layouts import layout

# Parts of names that tools put around modules: DataParallel, torch.compile, FSDP, checkpointing of activations.
_TOOLS = frozenset({"module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_fpw_module"})
_MOST_NAMES = 50_000
# Parts of the longest names of a layout, and one or two more.
_DEEPEST_NAME = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a tensor is in a file.

    Attributes:
        state: number of its state.
        name: its name there.
        tensor: the tensor.
    """

    state: int
    name: str
    tensor: Tensor


Flat = Mapping[str, Place]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Copy:
    """The tensors of a layout, or most of them, behind one prefix.

    Attributes:
        layout: key of the layout.
        prefix: what its names begin with in the flat list; empty, or ending with a dot.
        places: where each tensor is, by the name behind the prefix: of the layout, and of whatever else is there.
        rest: names of the same states that are behind no prefix of a copy.
        matching: tensors of equal name and shape.
    """

    layout: str
    prefix: str
    places: dict[str, Place]
    rest: tuple[Place, ...]
    matching: int

    @property
    def states(self) -> tuple[int, ...]:
        """Numbers of the states that it was put together from."""
        return tuple(dict.fromkeys(place.state for place in self.places.values()))

    @property
    def tensors(self) -> dict[str, Tensor]:
        """Its tensors by name, then the rest of its states under their own names."""
        inside = {name: place.tensor for name, place in self.places.items()}
        return inside | {place.name: place.tensor for place in self.rest if place.name not in inside}


def flat_names(states: Iterable[HeldState]) -> dict[str, Place]:
    """All tensors of some states under the keys that lead to them and their names, without the parts that tools put in."""
    full = {
        ".".join((*state.path, name)): Place(state=number, name=name, tensor=tensor)
        for number, state in enumerate(states)
        for name, tensor in state.tensors.items()
    }
    bare = {".".join(p for p in name.split(".") if p not in _TOOLS): place for name, place in full.items()}
    return bare if len(bare) == len(full) else full


def complete_copies(flat: Flat, keys: Iterable[str]) -> list[Copy]:
    """Every complete copy of these layouts, counters of batch normalisations apart; raw ones before averages."""
    if len(flat) > _MOST_NAMES:
        return []
    endings = _endings(flat)
    copies = [copy for key in keys for copy in _complete(flat, endings, key)]
    return sorted(copies, key=lambda copy: preference(tuple(copy.prefix.split("."))))


def nearest_copy(flat: Flat, keys: Iterable[str]) -> Copy | None:
    """The prefix and layout with the most tensors of equal name and shape; ``None`` where there are none."""
    if len(flat) > _MOST_NAMES:
        return None
    endings = _endings(flat)
    counted = [(count, prefix, key) for key in keys for prefix, count in _matching(endings, key).items()]
    if not counted:
        return None
    most, prefix, key = max(counted, key=lambda c: (c[0], -len(c[1])))
    return _copy(flat, key, prefix, [prefix], most)


def _complete(flat: Flat, endings: Mapping[str, list[tuple[str, Place]]], key: str) -> Iterator[Copy]:
    needed = sum(not name.endswith(COUNTER) for name in layout(key))
    counts = {prefix: n for prefix, n in _matching(endings, key).items() if n == needed}
    return (_copy(flat, key, prefix, [*counts], counts[prefix]) for prefix in counts)


def _matching(endings: Mapping[str, list[tuple[str, Place]]], key: str) -> Counter[str]:
    """How many tensors of a layout, counters apart, are behind each prefix with their shape."""
    return Counter(
        prefix
        for name, shape in layout(key).items()
        if not name.endswith(COUNTER)
        for prefix, place in endings.get(name, ())
        if sizes(place.tensor) == shape
    )


def _endings(flat: Flat) -> dict[str, list[tuple[str, Place]]]:
    """Whatever names end with, in whole parts: what comes before it, and the place."""
    endings: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for name, place in flat.items():
        parts = name.split(".")
        for start in range(max(0, len(parts) - _DEEPEST_NAME), len(parts)):
            ending = ".".join(parts[start:])
            endings[ending].append((name[: len(name) - len(ending)], place))
    return endings


def _copy(flat: Flat, key: str, prefix: str, prefixes: list[str], matching: int) -> Copy:
    behind = {name: max((p for p in prefixes if name.startswith(p)), key=len, default=None) for name in flat}
    wanted = layout(key)
    used = {
        place.state for name, place in flat.items() if behind[name] == prefix and name.removeprefix(prefix) in wanted
    }
    near = {name: place for name, place in flat.items() if place.state in used}
    places = {name.removeprefix(prefix): place for name, place in near.items() if behind[name] == prefix}
    rest = tuple(place for name, place in near.items() if behind[name] is None)
    return Copy(layout=key, prefix=prefix, places=places, rest=rest, matching=matching)
