"""What the tensors of a whole checkpoint tell."""

from __future__ import annotations

import polars as pl

from touchstone.detectors.checkpoints import Checkpoint
from touchstone.detectors.specialists import fit

from .gradient import gradients
from .rows import tensor_rows


def checkpoint_rows(checkpoint: Checkpoint, name: str, key: str | None) -> pl.DataFrame:
    """Rows of the ``tensors`` table; with gradients where the checkpoint fits layout ``key``.

    Raises:
        UsageError: no such layout.
    """
    state = checkpoint.state
    whole = key is not None and fit(state, key).exact and not any(t.is_complex() for t in state.values())
    return tensor_rows(state, name, gradients(key, state) if key is not None and whole else {})
