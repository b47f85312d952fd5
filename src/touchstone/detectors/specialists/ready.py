"""A specialist folded once and kept: the next run with the same weights reads it from the cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from touchstone.detectors.threads import digits_depend_on, torch_float32
from touchstone.vocabulary.cache import user_cache

from .folding import FoldedSpecialist, FoldedTemporal, fold, in_fast_memory
from .layouts import skeleton
from .load import LoadedSpecialist

_KIND = "folded"
_FILE = "folded.safetensors"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ReadySpecialist:
    """A specialist that is ready to score.

    Attributes:
        network: folded, in evaluation mode, float32, on the CPU.
        layout: key of its layout.
        sha256: hash of the checkpoint that its weights are from.
        parameters: number of trainable parameters of the network as it is in the checkpoint.
    """

    network: FoldedSpecialist | FoldedTemporal
    layout: str
    sha256: str
    parameters: int


@torch_float32()
def folded(loaded: LoadedSpecialist, *depends: str | None) -> ReadySpecialist:
    """Fold a specialist, and keep it for the next run.

    Args:
        loaded: the specialist.
        depends: what decides its weights beside the file: which of its states was read.
    """
    network = fold(loaded.network)
    if (kept := user_cache()) is not None:
        kept.keep(_KIND, *_depends(loaded.layout, loaded.sha256, depends), write=lambda to: _write(network, to / _FILE))
    return ReadySpecialist(
        network=network, layout=loaded.layout, sha256=loaded.sha256, parameters=loaded.parameters
    )


@torch_float32()
def folded_before(key: str, sha256: str, *depends: str | None) -> ReadySpecialist | None:
    """The specialist that an earlier run folded; ``None`` where there is none.

    Args:
        key: key of its layout.
        sha256: hash of its checkpoint.
        depends: as :func:`folded` was given it.
    """
    kept = user_cache()
    place = None if kept is None else kept.find(_KIND, *_depends(key, sha256, depends))
    if place is None:
        return None
    original = skeleton(key)
    try:
        network = _filled(original, place / _FILE)
    except (OSError, SafetensorError, RuntimeError):  # another process has just cleared the cache
        return None
    return ReadySpecialist(
        network=network, layout=key, sha256=sha256, parameters=sum(p.numel() for p in original.parameters())
    )


def _write(network: nn.Module, path: Path) -> None:
    # Shapes and values are those of the network; how its tensors lie in memory is put back when they are read.
    state = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    try:
        save_file(state, path)
    except (SafetensorError, RuntimeError) as error:  # a full disk, and tensors that share their memory
        raise OSError(str(error)) from error


def _filled(original: nn.Module, path: Path) -> FoldedSpecialist | FoldedTemporal:
    network = fold(original)  # without weights: on the device that has none
    # Copied, because where a tensor begins in memory can decide the last digit of a product.
    state = {name: tensor.clone() for name, tensor in load_file(path).items()}
    network.load_state_dict(state, assign=True)
    return in_fast_memory(network)


def _depends(key: str, sha256: str, chosen: tuple[str | None, ...]) -> tuple[object, ...]:
    return (key, sha256, *chosen, *digits_depend_on(torch.get_num_threads()))
