"""Which tensors of a checkpoint are meant: the state that fits a known network, under the names of its layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from touchstone.detectors.checkpoints import Checkpoint, HeldState, first_choice
from touchstone.detectors.keys import LAYOUTS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import CheckpointError

from .copies import Copy, complete_copies, flat_names, nearest_copy
from .fitting import Fit, fit
from .layouts import layout
from .misfits import by_order, caution

BY_ORDER = "by order"
"""The one way in which tensors are renamed: all of them, in the order of the file."""

_NEAREST = 0.5
_LISTED = 5
_ITSELF = "the file itself"


def choose_state(
    checkpoint: Checkpoint, key: str | None = None, *, state: str | None = None, rename: str | None = None
) -> Checkpoint:
    """The checkpoint with the state that is meant, under the names of the layout that it fits, and notes that say so.

    A complete copy of layout ``key`` comes first, then one of another layout, raw weights before averages. Without one, the
    state stays that which was read, with the prefix removed that most names of a layout have.

    Args:
        checkpoint: what was read; one that is settled stays as it is.
        key: the layout that it is said to be; ``None`` for any.
        state: the state that the user chose, by its name in the file or a part of it (``ema``).
        rename: ``by order`` gives the tensors the names of layout ``key`` in the order of the file.

    Raises:
        CheckpointError: there is no such state, or its shapes are not those of the layout in equal order.
    """
    if checkpoint.settled or not checkpoint.states:
        return checkpoint
    copies = complete_copies(flat_names(checkpoint.states), LAYOUTS)
    copies.sort(key=lambda copy: copy.layout != key)
    chosen = _called(copies, checkpoint.states, state)
    if chosen:
        return _taken(checkpoint, chosen[0], copies)
    if state is not None:
        checkpoint = _only(checkpoint, state, copies)
    if rename is not None and key is not None:
        return _renamed(checkpoint, key)
    return _nearer(_listed(checkpoint), nearest_copy(flat_names(checkpoint.states), LAYOUTS))


def _called(copies: Sequence[Copy], states: Sequence[HeldState], asked: str | None) -> list[Copy]:
    """The copies that a user may mean, one of exactly that name first; all of them where no name was given."""
    if asked is None:
        return list(copies)
    called = [copy for copy in copies if _is_called(_name(copy, states), asked)]
    return sorted(called, key=lambda copy: _name(copy, states) != asked)


def _is_called(name: str, asked: str) -> bool:
    """Whether a user who says ``asked`` may mean the state of this name: it is the name, or whole parts of it."""
    return f".{asked}." in f".{name}."


def _name(copy: Copy, states: Sequence[HeldState]) -> str:
    return copy.prefix.rstrip(".") or ".".join(dict.fromkeys(states[n].name for n in copy.states if states[n].name))


def _taken(checkpoint: Checkpoint, copy: Copy, copies: Sequence[Copy]) -> Checkpoint:
    """The checkpoint with the tensors of a complete copy."""
    tensors = copy.tensors
    fitting = fit(tensors, copy.layout)
    notes = _file_notes(checkpoint) + _about_names(checkpoint, copy)
    notes += _others(_name(copy, checkpoint.states), len(copy.places), _beside(checkpoint, copy, copies))
    return replace(
        checkpoint, state={name: t for name, t in tensors.items() if name not in set(fitting.ignored)},
        notes=notes + _about_fit(fitting), settled=True,
    )  # fmt: skip


def _file_notes(checkpoint: Checkpoint) -> tuple[str, ...]:
    return tuple(note for note in checkpoint.notes if note not in checkpoint.name_notes)


def _about_names(checkpoint: Checkpoint, copy: Copy) -> tuple[str, ...]:
    """How the names of a copy differ from those in the file."""
    changed = {name: place.name for name, place in copy.places.items() if place.name != name}
    if not changed:
        return ()
    if copy.states == (checkpoint.states.index(first_choice(checkpoint.states)),) and set(copy.places) <= set(
        checkpoint.state
    ):
        return checkpoint.name_notes
    first, last = next(iter(changed.items()))
    before = {theirs.removesuffix(name) for name, theirs in changed.items() if theirs.endswith(name)}
    if len(before) == 1 and all(theirs.endswith(name) for name, theirs in changed.items()):
        return (f"names of {len(changed)} tensors began with {before.pop()!r}; it was removed",)
    if len(copy.states) > 1:
        parts = ", ".join(checkpoint.states[number].name for number in copy.states[:_LISTED])
        more = " …" if len(copy.states) > _LISTED else ""
        return (f"put together from {len(copy.states)} parts of the file: {parts}{more}",)
    return (f"{len(changed)} names were read without what tools put into them: {last} as {first}",)


def _beside(checkpoint: Checkpoint, copy: Copy, copies: Sequence[Copy]) -> list[tuple[str, int]]:
    """Names of what else the file holds, with the number of tensors."""
    used = {number for c in copies for number in c.states}
    whole = [(_name(c, checkpoint.states), len(c.places)) for c in copies if c is not copy]
    return whole + [(s.name, len(s.tensors)) for number, s in enumerate(checkpoint.states) if number not in used]


def _others(name: str, count: int, others: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """A note of which state was read, and what else there is."""
    if not others:
        return ()
    held = ", ".join(f"{other or _ITSELF} ({_tensors(number)})" for other, number in others[:_LISTED])
    more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
    return (
        f"read: {name or _ITSELF} ({_tensors(count)}); the file also holds: {held}{more}; "
        f'{option("state", "NAME")} chooses another, and state = "NAME" in detectors.toml',
    )


def _tensors(count: int) -> str:
    return "1 tensor" if count == 1 else f"{count:,} tensors"


def _about_fit(fitting: Fit) -> tuple[str, ...]:
    notes: list[str] = []
    if fitting.ignored:
        notes.append(
            f"{_tensors(len(fitting.ignored))} that no answer needs were ignored (first: {fitting.ignored[0]})"
        )
    if fitting.uncounted:
        notes.append(f"{len(fitting.uncounted)} batch counters are absent (num_batches_tracked); no answer needs them")
    return tuple(notes)


def _only(checkpoint: Checkpoint, asked: str, copies: Sequence[Copy]) -> Checkpoint:
    """The checkpoint with the state of that name alone, as the file holds it."""
    named = [state for state in checkpoint.states if _is_called(state.name, asked)]
    if not named:
        names = dict.fromkeys([_name(c, checkpoint.states) for c in copies] + [s.name for s in checkpoint.states])
        listed = ", ".join([name or _ITSELF for name in names][:_LISTED])
        raise CheckpointError(f"{checkpoint.path.name} holds no state called {asked!r}; it holds: {listed}")
    chosen = min(named, key=lambda state: state.name != asked)
    note = f"read: {chosen.name} ({_tensors(len(chosen.tensors))}), as was asked"
    return replace(
        checkpoint, state=chosen.tensors, states=(chosen,),
        notes=(*_file_notes(checkpoint), note), name_notes=(),
    )  # fmt: skip


def _listed(checkpoint: Checkpoint) -> Checkpoint:
    """The same with a note of what else the file holds."""
    first = first_choice(checkpoint.states)
    others = [(state.name, len(state.tensors)) for state in checkpoint.states if state is not first]
    return replace(checkpoint, notes=checkpoint.notes + _others(first.name, len(first.tensors), others))


def _nearer(checkpoint: Checkpoint, near: Copy | None) -> Checkpoint:
    """The checkpoint without the prefix that most names of a layout have, where more fit so."""
    settled = replace(checkpoint, settled=True)
    if near is None or near.matching < _NEAREST * len(layout(near.layout)):
        return settled
    tensors = near.tensors
    if fit(tensors, near.layout).matching <= fit(checkpoint.state, near.layout).matching:
        return settled
    return replace(
        settled, state=tensors,
        notes=_file_notes(checkpoint) + _about_names(checkpoint, near),
    )  # fmt: skip


def _renamed(checkpoint: Checkpoint, key: str) -> Checkpoint:
    """The checkpoint with the names of layout ``key``, given in order."""
    for tensors in (checkpoint.state, *(state.tensors for state in checkpoint.states)):
        renamed = by_order(tensors, key)
        if renamed is not None:
            first = next(iter(tensors))
            note = f"{_tensors(len(renamed))} were renamed by order, the first from {first}; {caution(tensors)}"
            return replace(checkpoint, state=renamed, notes=(*_file_notes(checkpoint), note), settled=True)
    raise CheckpointError(
        f"{checkpoint.path.name} cannot be renamed by order: its shapes are not those of {key} in equal order; "
        f'remove rename = "{BY_ORDER}"'
    )
