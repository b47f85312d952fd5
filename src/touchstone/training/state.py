"""The state of a training on disk: whole or not there, so that a kill costs at most the time since the last one."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import write_bytes

Tensors = dict[str, Tensor]


@dataclass(slots=True)
class State:
    """Where a training is, after a whole number of steps. What is random depends on the seed and the step alone, so there is no
    state of a generator here.

    Attributes:
        network: its weights and buffers.
        optimizer: of AdamW, as torch gives it.
        step: steps made.
        epoch_loss: sum of the training losses of this epoch's steps.
        best: weights of the epoch with the smallest validation loss.
        best_loss: that loss.
        best_epoch: that epoch, from 1; 0 where none has ended.
        history: one row per epoch that ended.
        seconds: of computation so far.
        finished: whether nothing is left to do.
        threads: that torch computes with on a CPU; a resumed training takes the same number.
    """

    network: Tensors = field(default_factory=dict)
    optimizer: dict[str, Any] = field(default_factory=dict)
    step: int = 0
    epoch_loss: float = 0.0
    best: Tensors = field(default_factory=dict)
    best_loss: float = float("inf")
    best_epoch: int = 0
    history: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    finished: bool = False
    threads: int = 1


def write_state(path: Path, state: State) -> None:
    """Write a state: beside, synced, renamed."""
    buffer = io.BytesIO()
    torch.save({name: getattr(state, name) for name in State.__slots__}, buffer)
    write_bytes(path, buffer.getbuffer())


def read_state(path: Path) -> State | None:
    """The state that was written; ``None`` where none was.

    Raises:
        RunError: the file cannot be read. Code from it never runs.
    """
    if not path.exists():
        return None
    try:
        return State(**torch.load(path, map_location="cpu", weights_only=True))
    except Exception as error:  # damaged files raise nearly anything
        raise RunError(f"{path} is damaged; remove it, and the training begins anew") from error
