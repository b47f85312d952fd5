"""What is done in the other process: a file is read, and its tensors are measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from touchstone.detectors.checkpoints import read_checkpoint, refusing
from touchstone.vocabulary.errors import CheckpointError, is_out_of_memory, short_reason
from touchstone.vocabulary.processes import limited_memory

from .before import tensors_before
from .meant import Meant

GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointTask:
    """What is asked of the process.

    Attributes:
        path: the file.
        name: name of the detector in the rows; ``None``: no tensor is measured.
        meant: what the file is said to be, and which of its states is read.
        memory: bytes that it may take.
    """

    path: Path
    name: str | None
    meant: Meant
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back.

    Attributes:
        sha256: hash of the file that was read; empty where it is refused.
        tensors: rows of the ``tensors`` table; ``None`` where none were asked for.
        from_before: whether an earlier run measured them, of a file with the same content.
        refusal: why the file cannot be used, in one line.
    """

    sha256: str = ""
    tensors: pl.DataFrame | None = None
    from_before: bool = False
    refusal: CheckpointError | None = None


def measure_file(asked: CheckpointTask) -> Answer:
    """Read a file and measure its tensors; whatever goes wrong is the answer."""
    try:
        with limited_memory(asked.memory), refusing(asked.path.name):
            checkpoint = read_checkpoint(asked.path, asked.meant.choose)
            if asked.name is None:
                return Answer(sha256=checkpoint.sha256)
            before = tensors_before(checkpoint.sha256, asked.meant)
            if before is not None:
                named = before.with_columns(detector=pl.lit(asked.name))
                return Answer(sha256=checkpoint.sha256, tensors=named, from_before=True)
            return Answer(sha256=checkpoint.sha256, tensors=asked.meant.rows(checkpoint, asked.name))
    except CheckpointError as error:
        return Answer(refusal=error)
    except Exception as error:
        return Answer(refusal=CheckpointError(f"{asked.path.name} {_unexpected(error, asked.memory)}; copy it again"))


def _unexpected(error: Exception, memory: int) -> str:
    if is_out_of_memory(error):
        return f"needs more memory than a file of its size may take ({memory / GIB:.1f} GiB)"
    return f"cannot be read ({short_reason(error)})"
