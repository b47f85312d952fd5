"""Read a checkpoint: its tensors and its harmless metadata, without ever running code from the file."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from touchstone.vocabulary.errors import CheckpointError, MissingExtraError, is_out_of_memory, short_reason
from touchstone.vocabulary.hashes import file_sha256

from .format import Format, check_sums, recognise, safetensors_header
from .metadata import as_json, whole_text
from .pickles import Json, Omitted, harmless_metadata, named_objects
from .values import note_on_values

_WRAPPERS = ("model_state_dict", "state_dict", "model")
# Put before every name by DataParallel, by torch.compile and by Lightning; no known layout starts with them.
_PREFIXES = ("module.", "_orig_mod.", "model.")
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
    """

    path: Path
    sha256: str
    format: str
    state: dict[str, Tensor]
    metadata: dict[str, Json] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Checkpoint({self.path.name!r}, {self.format}, {len(self.state)} tensors, {self.metadata})"


def read_checkpoint(path: str | Path) -> Checkpoint:
    """Read a state dict, bare or under ``model_state_dict``, ``state_dict`` or ``model``.

    Code from the file never runs: a file that would need it is refused.

    Raises:
        CheckpointError: the file cannot be used; the text says in one line why, and what to do.
    """
    path = Path(path)
    with refusing(path.name):
        form = recognise(path)
        if form == "zip":
            check_sums(path)
        return _opened(path, form, file_sha256(path))


def reopen_checkpoint(path: Path, sha256: str) -> Checkpoint:
    """Open a file that was read and checked before.

    Args:
        path: the file.
        sha256: its hash when it was checked.

    Raises:
        CheckpointError: it has changed, or it cannot be used.
    """
    with refusing(path.name):
        if file_sha256(path) != sha256:
            raise CheckpointError(f"{path.name} changed while it was read; wait until it is written, and run again")
        return _opened(path, recognise(path), sha256)


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """Whatever is raised inside means that this file cannot be used, and is said in one line; lack of memory stays.

    Raises:
        CheckpointError: in the place of any other error.
    """
    try:
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
    state, metadata = _split(held, path)
    notes: list[str] = []
    state = _strip_prefixes(state, notes)
    notes += note_on_values(state, path.name)
    if form == "safetensors":
        stated = as_json(dict(safetensors_header(path).get("__metadata__") or {}))
        metadata = stated if isinstance(stated, dict) else {}
    return Checkpoint(
        path=path, sha256=sha256, format=_FORMATS[form], state=state, metadata=metadata, notes=tuple(notes)
    )


def checkpoint_of_state(state: Mapping[str, Any], name: Path) -> Checkpoint:
    """A state dict in memory as a checkpoint; its hash is that of the file that ``torch.save`` would write.

    Args:
        state: tensors or arrays of NumPy by name, bare or under ``model_state_dict``, ``state_dict`` or ``model``.
        name: what it is called in messages.

    Raises:
        CheckpointError: it is not a state dict, or its tensors hold no values.
    """
    with refusing(name.name):
        held, metadata = _split(_with_tensors(state), name)
        notes: list[str] = [*note_on_values(held, name.name)]
        data = io.BytesIO()
        torch.save(held, data)
        sha256, state = hashlib.sha256(data.getbuffer()).hexdigest(), _strip_prefixes(held, notes)
    return Checkpoint(path=name, sha256=sha256, format="in memory", state=state, metadata=metadata, notes=tuple(notes))


def _with_tensors(held: Mapping[str, Any]) -> dict[str, Any]:
    """The same with arrays of NumPy as tensors; arrays of what torch cannot hold stay."""
    return {
        name: _with_tensors(value) if name in _WRAPPERS and isinstance(value, Mapping) else _tensor(value)
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
            return torch.load(path, map_location="cpu", weights_only=True, mmap=form == "zip")
    except Exception as error:  # damaged files raise nearly anything: EOFError, RuntimeError, KeyError, …
        if is_out_of_memory(error) or isinstance(error, RecursionError):
            raise
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


def _split(held: Any, path: Path) -> tuple[dict[str, Tensor], dict[str, Json]]:
    if not isinstance(held, Mapping):
        kind = type(held).__name__
        raise CheckpointError(f"{path.name} holds a {kind}, not a state dict; save model.state_dict()")
    wrapper = next((name for name in _WRAPPERS if isinstance(held.get(name), Mapping)), None)
    inner: Mapping[Any, Any] = held if wrapper is None else held[wrapper]
    tensors = {whole_text(str(name)): value.detach() for name, value in inner.items() if isinstance(value, Tensor)}
    state = {name: tensor if tensor.is_meta else tensor.cpu() for name, tensor in tensors.items()}
    if not state:
        names = ", ".join(str(name) for name in list(held)[:5]) or "nothing"
        raise CheckpointError(f"{path.name} holds no state dict; it holds: {names}")
    rest = {name: value for name, value in held.items() if name != wrapper and name not in state}
    metadata = as_json(rest)
    return state, metadata if isinstance(metadata, dict) and not isinstance(metadata, Omitted) else {}


def _strip_prefixes(state: dict[str, Tensor], notes: list[str]) -> dict[str, Tensor]:
    while prefix := next((p for p in _PREFIXES if all(name.startswith(p) for name in state)), None):
        state = {name.removeprefix(prefix): tensor for name, tensor in state.items()}
        notes.append(f"every name began with {prefix!r}; it was removed")
    return state
