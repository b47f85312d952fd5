"""What is done in the other process: a file is read, and its tensors are measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from touchstone.detectors.checkpoints import Checkpoint, read_checkpoint, refusing
from touchstone.detectors.reference import reference_key
from touchstone.detectors.specialists import best_layout
from touchstone.detectors.tensors import checkpoint_rows
from touchstone.vocabulary.errors import CheckpointError, is_out_of_memory, short_reason

from .limits import limited_memory

GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointTask:
    """What is asked of the process.

    Attributes:
        path: the file.
        name: name of the detector in the rows.
        key: layout whose gradients are measured where the tensors fit it exactly; ``None``: none.
        recognise: whether the layout is found by the tensors, where ``key`` is ``None``.
        rows: whether tensors are measured at all.
        memory: bytes that it may take.
    """

    path: Path
    name: str
    key: str | None
    recognise: bool
    rows: bool
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back.

    Attributes:
        sha256: hash of the file that was read; ``None`` where it is refused.
        tensors: rows of the ``tensors`` table; ``None`` where none were asked for.
        refusal: why the file cannot be used, in one line.
    """

    sha256: str | None = None
    tensors: pl.DataFrame | None = None
    refusal: str | None = None


def measure_file(asked: CheckpointTask) -> Answer:
    """Read a file and measure its tensors; whatever goes wrong is the answer."""
    try:
        with limited_memory(asked.memory), refusing(asked.path.name):
            checkpoint = read_checkpoint(asked.path)
            rows = measured_here(checkpoint, asked) if asked.rows else None
    except CheckpointError as error:
        return Answer(refusal=str(error))
    except Exception as error:
        if not is_out_of_memory(error):
            return Answer(refusal=f"{asked.path.name} cannot be read ({short_reason(error)}); copy it again")
        limit = f"{asked.memory / GIB:.1f} GiB"
        return Answer(
            refusal=f"{asked.path.name} needs more memory than a file of its size may take ({limit}); copy it again"
        )
    return Answer(sha256=checkpoint.sha256, tensors=rows)


def measured_here(checkpoint: Checkpoint, asked: CheckpointTask) -> pl.DataFrame:
    """Rows of the ``tensors`` table, measured in this process."""
    key = asked.key
    if key is None and asked.recognise and reference_key(checkpoint) is None:
        best = best_layout(checkpoint.state)[0]
        key = best.layout if best.exact else None
    return checkpoint_rows(checkpoint, asked.name, key)
