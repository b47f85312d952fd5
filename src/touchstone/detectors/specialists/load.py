"""From a checkpoint file to a network that is ready to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from touchstone.detectors.checkpoints import COUNTER, Checkpoint, Json, read_checkpoint, require_values
from touchstone.vocabulary.errors import CheckpointError

from .contracts import Contract, contract
from .fitting import require_fit
from .layouts import Network, architecture, skeleton
from .settling import choose_state


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class LoadedSpecialist:
    """A specialist with the weights of a checkpoint.

    Attributes:
        network: in evaluation mode, float32, on the CPU. Its weights are mapped from the file where the
            format allows it: do not overwrite the file while it is in use.
        layout: key of the layout.
        path: the file.
        sha256: hash of the file.
        metadata: what else the file tells: epoch, metrics.
        parameters: number of trainable parameters.
        architecture: the network in one line.
        contract: what the network expects and returns.
        notes: what was done to read the weights, in words for a reader.
    """

    network: Network
    layout: str
    path: Path
    sha256: str
    metadata: dict[str, Json]
    parameters: int
    architecture: str
    contract: Contract
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"LoadedSpecialist({self.layout}, {self.path.name!r}, {self.parameters:,} parameters)"


def load_specialist(source: str | Path | Checkpoint, key: str) -> LoadedSpecialist:
    """Load a checkpoint strictly: every tensor that matters must be there, with the right shape, and no other.

    Floating point of another width is converted to float32, with a note. Counters of batch normalisations may be absent, and
    what tools of training leave is ignored; of a file, :func:`choose_state` says which state is read.

    Args:
        source: the file, or what was read of it, with the state that is meant.
        key: the layout that it is said to be.

    Raises:
        CheckpointError: the file cannot be used.
        LayoutError: it is another network; carries what is missing and unexpected.
        UsageError: no such layout.
    """
    network = skeleton(key)
    checkpoint = source if isinstance(source, Checkpoint) else read_checkpoint(source, partial(choose_state, key=key))
    require_fit(checkpoint.state, key, checkpoint.path.name)
    state, notes = _as_wanted(checkpoint.state, network.state_dict(), checkpoint.path.name)
    network.load_state_dict(state, assign=True)
    return LoadedSpecialist(
        network=network, layout=key, path=checkpoint.path, sha256=checkpoint.sha256, metadata=checkpoint.metadata,
        parameters=sum(parameter.numel() for parameter in network.parameters()), architecture=architecture(key),
        contract=contract(key), notes=checkpoint.notes + notes,
    )  # fmt: skip


def _as_wanted(
    state: Mapping[str, Tensor], wanted: Mapping[str, Tensor], file: str
) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    require_values({name: state[name] for name in wanted if name in state}, file)
    converted: Counter[torch.dtype] = Counter()
    ready: dict[str, Tensor] = {}
    for name, template in wanted.items():
        if name.endswith(COUNTER):  # averaging and half precision make them float; nothing reads them here
            ready[name] = state[name].to(template.dtype) if name in state else torch.zeros((), dtype=template.dtype)
            continue
        tensor = state[name]
        if tensor.is_floating_point() != template.is_floating_point() or tensor.is_complex():
            kind = str(tensor.dtype).removeprefix("torch.")
            raise CheckpointError(f"{file}: {name} holds {kind} values; save the float32 model")
        if tensor.dtype != template.dtype:
            converted[tensor.dtype] += 1
            tensor = tensor.to(template.dtype)
        ready[name] = tensor
    kinds = {str(dtype).removeprefix("torch."): count for dtype, count in converted.items()}
    return ready, tuple(f"{count} tensors were converted from {kind}" for kind, count in kinds.items())
