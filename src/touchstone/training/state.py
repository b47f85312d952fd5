"""The state of a training on disk, written completely or not at all; a kill loses only the work since the last state."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from touchstone.vocabulary.door import same_again
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import write_bytes

Tensors = dict[str, Tensor]


@dataclass(slots=True, kw_only=True)
class State:
    """The state of a training between two steps.

    Random numbers depend on the seed and the step only, so no state of a generator is kept.

    Attributes:
        network: weights and buffers of the network.
        optimizer: state of AdamW, as torch gives it.
        step: number of steps made.
        epoch_loss: sum of the training losses of this epoch's steps.
        best: weights of the epoch with the smallest validation loss.
        best_loss: that loss.
        best_epoch: that epoch, from 1; 0 if no epoch has ended.
        history: one row per epoch that ended.
        seconds: seconds of computation so far.
        finished: whether the training is finished.
        threads: number of threads of torch on a CPU; a resumed training uses the same number.
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
    """Write a state to a new file, sync it, and rename it."""
    buffer = io.BytesIO()
    torch.save({name: getattr(state, name) for name in State.__slots__}, buffer)
    write_bytes(path, buffer.getbuffer())


def read_state(path: Path) -> State | None:
    """Read a state; ``None`` if there is no file. No code in the file is executed.

    Raises:
        RunError: the file cannot be read.
    """
    if not path.exists():
        return None
    try:
        state = State(**torch.load(path, map_location="cpu", weights_only=True))
        _check(state)
    except Exception as error:  # damaged files raise errors of nearly any kind
        raise RunError(f"{path} is damaged; remove it, and {same_again()} starts the training again") from error
    return state


_COUNTS = ("step", "best_epoch", "threads")
_NUMBERS = ("epoch_loss", "best_loss", "seconds")
_BY_NAME = ("network", "optimizer", "best")


def _check(state: State) -> None:
    """See that every field has its type.

    Raises:
        TypeError: one has another.
    """
    fits = all(type(getattr(state, name)) is int and getattr(state, name) >= 0 for name in _COUNTS)
    fits &= all(isinstance(getattr(state, name), int | float) for name in _NUMBERS)
    fits &= all(isinstance(getattr(state, name), dict) for name in _BY_NAME)
    fits &= isinstance(state.history, list) and all(isinstance(row, dict) for row in state.history)
    if not fits or not isinstance(state.finished, bool) or not state.threads:
        raise TypeError("a field has another type")
