"""Read a checkpoint: its tensors and its harmless metadata, without ever running code from the file."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from touchstone.vocabulary.errors import CheckpointError
from touchstone.vocabulary.hashes import file_sha256

from .bookkeeping import without_bookkeeping
from .format import Format, check_sums, recognise, safetensors_header
from .pickles import Json, Omitted, OmittedArray, as_json, harmless_metadata, named_objects
from .states import HeldState, beside_states, first_choice, held_states, is_packed

# Put before every name by DataParallel, by torch.compile and by Lightning; no known layout starts with them.
_PREFIXES = ("module.", "_orig_mod.", "model.")
_SAFETENSORS = ".safetensors"
_TORCH_SUFFIXES = (".pt", ".pth", ".ckpt", ".tar")
# Mappings in memory are looked into this far for arrays.
_DEEPEST = 16
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


def read_checkpoint(path: str | Path) -> Checkpoint:
    """Read a state dict, bare or under any name, as :func:`first_choice` chooses where there are several.

    Code from the file never runs: a file that would need it is refused.

    Raises:
        CheckpointError: the file cannot be used; the text says in one line why, and what to do.
    """
    path = Path(path)
    form = recognise(path)
    if form == "zip":
        check_sums(path)
    held: Any = _read_safetensors(path) if form == "safetensors" else _read_torch(path, form)
    states, metadata = _split(held, path)
    state, notes = _strip_prefixes(ready_tensors(first_choice(states).tensors, path))
    if form == "safetensors":
        metadata = dict(safetensors_header(path).get("__metadata__") or {})
    return Checkpoint(
        path=path, sha256=file_sha256(path), format=_FORMATS[form], state=state, metadata=metadata,
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


def checkpoint_of_state(state: Mapping[str, Any], name: Path) -> Checkpoint:
    """A state dict in memory as a checkpoint; its hash is that of the file that ``torch.save`` would write.

    Args:
        state: tensors or arrays of NumPy by name, bare or under any name.
        name: what it is called in messages.

    Raises:
        CheckpointError: it is not a state dict, or its tensors hold no values.
    """
    states, metadata = _split(_with_tensors(state), name)
    chosen = ready_tensors(first_choice(states).tensors, name)
    stripped, notes = _strip_prefixes(chosen)
    data = io.BytesIO()
    torch.save(chosen, data)
    return Checkpoint(
        path=name, sha256=hashlib.sha256(data.getbuffer()).hexdigest(), format="in memory",
        state=stripped, metadata=metadata, notes=notes, name_notes=notes, states=states,
    )  # fmt: skip


def _with_tensors(held: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """The same with arrays of NumPy as tensors; arrays of what torch cannot hold stay."""
    return {
        name: _with_tensors(cast(Mapping[str, Any], value), depth + 1)
        if isinstance(value, Mapping) and depth < _DEEPEST
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
        raise CheckpointError(_why(path, form, error)) from error


def _why(path: Path, form: Format, error: Exception) -> str:
    names, protocol = named_objects(path, form)
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
    if protocol > 2 and "operand" in text:
        return f"{path.name} was saved with pickle protocol {protocol}; save it again with the default protocol of torch.save"
    return f"{path.name} is truncated or damaged ({path.stat().st_size:,} bytes); copy it again"


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0]
        raise CheckpointError(f"{path.name} is a damaged safetensors file: {reason}") from error


def _split(held: Any, path: Path) -> tuple[tuple[HeldState, ...], dict[str, Json]]:
    """The states of a checkpoint, and what else it tells."""
    if not isinstance(held, Mapping | list | tuple):
        kind = type(held).__name__
        raise CheckpointError(f"{path.name} holds a {kind}, not a state dict; save model.state_dict()")
    if is_packed(held):
        raise CheckpointError(f"{path.name} holds packed layers of a quantised network; save the float32 model")
    states = held_states(held)
    if not states:
        raise CheckpointError(_nothing_held(held, path))
    metadata = as_json(beside_states(held, states))
    return states, metadata if isinstance(metadata, dict) and not isinstance(metadata, Omitted) else {}


def _nothing_held(held: Any, path: Path) -> str:
    """Why a file without a state dict has none."""
    if not isinstance(held, Mapping):
        return f"{path.name} holds a {type(held).__name__}, not a state dict; save model.state_dict()"
    items = cast(Mapping[Any, Any], held)
    if any(isinstance(value, OmittedArray) for value in items.values()):
        return (
            f"{path.name} holds arrays of NumPy, not tensors; load it where it was written, and write "
            'torch.save({name: torch.from_numpy(array) for name, array in arrays.items()}, "state.pt")'
        )
    names = ", ".join(str(name) for name in list(items)[:5]) or "nothing"
    return f"{path.name} holds no state dict; it holds: {names}"


def ready_tensors(tensors: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    """The tensors of a state on the CPU, without their history.

    Raises:
        CheckpointError: some hold no values, or are sparse or quantised.
    """
    hollow = next((name for name, tensor in tensors.items() if tensor.is_meta), None)
    if hollow is not None:
        raise CheckpointError(
            f"{path.name} holds tensors without values, on the device meta (first: {hollow}); load the weights into it first"
        )
    odd = [name for name, tensor in tensors.items() if tensor.layout != torch.strided or tensor.is_quantized]
    if odd:
        raise CheckpointError(
            f"{path.name} holds sparse or quantised tensors (first: {odd[0]}); save the float32 model"
        )
    return {name: tensor.detach().cpu() for name, tensor in tensors.items()}


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
