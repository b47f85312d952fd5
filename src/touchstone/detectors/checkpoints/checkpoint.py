"""Read a checkpoint: its tensors and its harmless metadata, without ever running code from the file."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from touchstone.vocabulary.errors import CheckpointError, MissingExtraError, is_out_of_memory, short_reason
from touchstone.vocabulary.hashes import file_sha256

from .bookkeeping import without_bookkeeping
from .format import Format, check_sums, recognise, safetensors_header
from .metadata import as_json
from .pickles import Json, Omitted, harmless_metadata, named_objects, unread_value
from .states import DEEPEST, HeldState, beside_states, first_choice, held_states, is_packed
from .values import note_on_values
from .without_state import without_state

# Put before every name by DataParallel, by torch.compile and by Lightning; no known layout starts with them.
_PREFIXES = ("module.", "_orig_mod.", "model.")
_SAFETENSORS = ".safetensors"
_TORCH_SUFFIXES = (".pt", ".pth", ".ckpt", ".tar")
_FORMATS: dict[Format, str] = {"zip": "torch", "pickle": "torch (before 1.6)", "safetensors": "safetensors"}


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Checkpoint:
    """What a checkpoint file holds.

    Attributes:
        path: the file.
        sha256: hash of the file.
        format: who wrote it: ``torch``, ``torch (before 1.6)``, ``safetensors``, or ``in memory``.
        state: the tensors by name, prefixes stripped; on the CPU, mapped from the file where its format
            allows it, so they cost memory only when read.
        metadata: what else the file tells and JSON can hold: epoch, metrics.
        notes: what was done to read it, in words for a reader.
        name_notes: those of the notes that tell how names in ``state`` were changed.
        states: every mapping of the file that holds tensors, names as they are there; ``state`` is the one that is meant
            where no known network decides.
        settled: whether a known network, or the user, has decided which state is meant.
    """

    path: Path
    sha256: str
    format: str
    state: dict[str, Tensor]
    metadata: dict[str, Json] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    name_notes: tuple[str, ...] = ()
    states: tuple[HeldState, ...] = ()
    settled: bool = False

    def __repr__(self) -> str:
        return f"Checkpoint({self.path.name!r}, {self.format}, {len(self.state)} tensors, {self.metadata})"


Choose = Callable[[Checkpoint], Checkpoint]
"""Takes what was read, and gives it back with the state that is meant."""


def read_checkpoint(path: str | Path, choose: Choose | None = None) -> Checkpoint:
    """Read a state dict, bare or under any name; code from the file never runs: a file that would need it is refused.

    Args:
        path: the file.
        choose: which state is meant where there are several; by default that of :func:`first_choice`.

    Raises:
        CheckpointError: the file cannot be used; the text says in one line why, and what to do.
    """
    path = Path(path)
    with refusing(path.name):
        form = recognise(path)
        if form == "zip":
            check_sums(path)
        return _chosen(_opened(path, form, file_sha256(path)), choose)


def reopen_checkpoint(path: Path, sha256: str, choose: Choose | None = None) -> Checkpoint:
    """Open a file that was read and checked before.

    Args:
        path: the file.
        sha256: its hash when it was checked.
        choose: which state is meant, as when it was checked.

    Raises:
        CheckpointError: it has changed, or it cannot be used.
    """
    with refusing(path.name):
        if file_sha256(path) != sha256:
            raise CheckpointError(f"{path.name} changed while it was read; wait until it is written, and run again")
        return _chosen(_opened(path, recognise(path), sha256), choose)


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """Whatever is raised inside means that this file cannot be used, and is said in one line; lack of memory stays.

    What libraries warn of inside is nothing that a user can act on.

    Raises:
        CheckpointError: in the place of any other error.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (CheckpointError, MissingExtraError):
        raise
    except RecursionError:
        raise CheckpointError(f"{file} is nested too deeply; save model.state_dict() alone") from None
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise CheckpointError(
            f"{file} cannot be read ({short_reason(error)}); copy it again, or save model.state_dict() again"
        ) from error


def _opened(path: Path, form: Format, sha256: str) -> Checkpoint:
    held: Any = _read_safetensors(path) if form == "safetensors" else _read_torch(path, form)
    states, metadata = _split(held, path)
    state, notes = _strip_prefixes(first_choice(states).tensors)
    if form == "safetensors":
        stated = as_json(dict(safetensors_header(path).get("__metadata__") or {}))
        metadata = stated if isinstance(stated, dict) else {}
    return Checkpoint(
        path=path, sha256=sha256, format=_FORMATS[form], state=state, metadata=metadata,
        notes=_misnamed(path, form) + notes, name_notes=notes, states=states,
    )  # fmt: skip


def _misnamed(path: Path, form: Format) -> tuple[str, ...]:
    """A note where the suffix says another format than the content: the content decides."""
    suffix = path.suffix.lower()
    if form != "safetensors" and suffix == _SAFETENSORS:
        return (f"called {_SAFETENSORS}, and written by torch.save; read as torch's",)
    if form == "safetensors" and suffix in _TORCH_SUFFIXES:
        return (f"called {suffix}, and written by safetensors; read as that",)
    return ()


def checkpoint_of_state(state: Mapping[str, Any], name: Path, choose: Choose | None = None) -> Checkpoint:
    """A state dict in memory as a checkpoint; its hash is that of the file that ``torch.save`` would write.

    Args:
        state: tensors or arrays of NumPy by name, bare or under any name.
        name: what it is called in messages.
        choose: which state is meant, as for :func:`read_checkpoint`.

    Raises:
        CheckpointError: it is not a state dict, or its tensors hold no values.
    """
    with refusing(name.name):
        states, metadata = _split(_with_tensors(state), name)
        first = _ready(first_choice(states).tensors)
        stripped, notes = _strip_prefixes(first)
        data = io.BytesIO()
        torch.save(first, data)
        checkpoint = Checkpoint(
            path=name, sha256=hashlib.sha256(data.getbuffer()).hexdigest(), format="in memory",
            state=stripped, metadata=metadata, notes=notes, name_notes=notes, states=states,
        )  # fmt: skip
        return _chosen(checkpoint, choose)


def _chosen(checkpoint: Checkpoint, choose: Choose | None) -> Checkpoint:
    """The checkpoint with the state that is meant, and a note on those of its tensors that cannot be measured."""
    if choose is not None:
        checkpoint = choose(checkpoint)
    state = _ready(checkpoint.state)
    return replace(checkpoint, state=state, notes=checkpoint.notes + note_on_values(state, checkpoint.path.name))


def _ready(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors on the CPU where they hold values, without their history."""
    return {name: tensor.detach() if tensor.is_meta else tensor.detach().cpu() for name, tensor in state.items()}


def _with_tensors(held: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """The same with arrays of NumPy as tensors; arrays of what torch cannot hold stay."""
    return {
        name: _with_tensors(cast(Mapping[str, Any], value), depth + 1)
        if isinstance(value, Mapping) and depth < DEEPEST
        else _tensor(value)
        for name, value in held.items()
    }


def _tensor(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    try:
        # A copy, because what is given may be read-only or in the byte order of another machine.
        return torch.from_numpy(np.array(value, value.dtype.newbyteorder("="), order="C"))
    except TypeError:
        return cast(object, value)


def _read_torch(path: Path, form: Format) -> Any:
    try:
        with harmless_metadata(), warnings.catch_warnings():
            # Old files make torch warn about their storages; that is nothing a user can act on.
            warnings.simplefilter("ignore")
            if path.suffix == _SAFETENSORS:  # by that name torch.load would take it for another format
                with path.open("rb") as file:
                    return torch.load(file, map_location="cpu", weights_only=True)
            return torch.load(path, map_location="cpu", weights_only=True, mmap=form == "zip")
    except Exception as error:  # damaged files raise nearly anything: EOFError, RuntimeError, KeyError, …
        if is_out_of_memory(error) or isinstance(error, RecursionError):
            raise
        raise CheckpointError(_why(path, form, error)) from error


def _why(path: Path, form: Format, error: Exception) -> str:
    names = named_objects(path, form)
    text = str(error)
    if any(name.startswith(("torch.nn.modules.", "torch.fx.")) and ".loss." not in name for name in names):
        return (
            f"{path.name} holds a whole pickled model; loading it would run code from the file; "
            "save model.state_dict() instead"
        )
    if "GLOBAL" in text or "reduce" in text or "Can only" in text:
        foreign = [name for name in names if not name.startswith(("torch.", "collections.", "_codecs."))]
        listed = ", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else "")
        return (
            f"{path.name} holds Python objects ({listed or 'of unknown kind'}); loading them would run "
            "code from the file; save model.state_dict() alone"
        )
    unread = unread_value(path, form, text)
    if unread is not None and "protocol" in unread:
        return f"{path.name} {unread}; save it again with the default protocol of torch.save"
    if unread is not None:
        return f"{path.name} {unread}, and is whole; save model.state_dict() alone"
    return f"{path.name} is truncated or damaged ({path.stat().st_size:,} bytes); copy it again"


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0]
        raise CheckpointError(f"{path.name} is a damaged safetensors file ({reason}); copy it again") from error


def _split(held: Any, path: Path) -> tuple[tuple[HeldState, ...], dict[str, Json]]:
    """The states of a checkpoint, and what else it tells."""
    if not isinstance(held, Mapping | list | tuple):
        raise CheckpointError(f"{path.name} {without_state(held)}")
    if is_packed(held):
        raise CheckpointError(f"{path.name} holds packed layers of a quantised network; save the float32 model")
    states = held_states(held)
    if not states:
        raise CheckpointError(f"{path.name} {without_state(held)}")
    metadata = as_json(beside_states(held, states))
    return states, metadata if isinstance(metadata, dict) and not isinstance(metadata, Omitted) else {}


def _strip_prefixes(state: dict[str, Tensor]) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The names without what wrappers put before all of them; what training left beside the weights need not have it."""
    notes: list[str] = []
    while prefix := next((p for p in _PREFIXES if _begin_with(p, state)), None):
        begin = [name for name in state if name.startswith(prefix)]
        state = {name.removeprefix(prefix): tensor for name, tensor in state.items()}
        which = "every name" if len(begin) == len(state) else "every name of a weight"
        notes.append(f"{which} began with {prefix!r}; it was removed")
    return state, tuple(notes)


def _begin_with(prefix: str, state: dict[str, Tensor]) -> bool:
    weights = without_bookkeeping(state, state)
    return bool(weights) and all(name.startswith(prefix) for name in weights)
