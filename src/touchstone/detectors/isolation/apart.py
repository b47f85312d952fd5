"""A checkpoint is read in another process first; what was found readable there is then opened here."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import realpath
from pathlib import Path

import polars as pl

from touchstone.detectors.checkpoints import Checkpoint, read_checkpoint, reopen_checkpoint
from touchstone.detectors.files import beginning
from touchstone.vocabulary.errors import CheckpointError, TouchstoneError, one_line
from touchstone.vocabulary.hashes import ROOT
from touchstone.vocabulary.tables import TENSORS

from .before import keep_measured, measured_before
from .limits import memory_limit, time_limit
from .meant import Meant
from .measure import Answer, CheckpointTask, measure_file
from .standby import Standby

_READER = Standby(measure_file)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredCheckpoint:
    """A checkpoint and what its tensors tell.

    Attributes:
        checkpoint: what the file holds.
        tensors: its rows of the ``tensors`` table.
    """

    checkpoint: Checkpoint
    tensors: pl.DataFrame


def read_apart(path: str | Path, meant: Meant) -> Checkpoint:
    """Read a file that may hold anything.

    Args:
        path: the file.
        meant: what it is said to be, and which of its states is read.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    return _checked(Path(path), None, meant).checkpoint


def measure_apart(path: Path, name: str, meant: Meant) -> MeasuredCheckpoint:
    """Read a file that may hold anything, and measure its tensors.

    Args:
        path: the file.
        name: name of the detector in the rows.
        meant: what it is said to be, and which of its states is read.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    return _checked(path, name, meant)


def _checked(path: Path, name: str | None, meant: Meant) -> MeasuredCheckpoint:
    _, size = beginning(path, 1, "file of the checkpoint", "weights")
    if _comes_with_the_package(path):
        checkpoint = read_checkpoint(path, meant.choose)
        tensors = None if name is None else meant.rows(checkpoint, name)
    else:
        sha256, tensors = _measured(path, name, meant, size)
        checkpoint = reopen_checkpoint(path, sha256, meant.choose)
    return MeasuredCheckpoint(checkpoint=checkpoint, tensors=TENSORS.empty() if tensors is None else tensors)


def _measured(path: Path, name: str | None, meant: Meant, size: int) -> tuple[str, pl.DataFrame | None]:
    """Hash of the file, and the rows of its tensors where they are wanted, as an earlier run or the other process found them.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    before = measured_before(path, meant)
    if before is not None:
        named = before.tensors.with_columns(detector=pl.lit(name))
        return before.sha256, None if name is None else named
    asked = CheckpointTask(path=path.absolute(), name=name, meant=meant, memory=memory_limit(size))
    answer = _asked(asked, time_limit(size))
    if answer.refusal is not None:
        raise answer.refusal
    if answer.tensors is not None:
        keep_measured(answer.sha256, meant, answer.tensors)
    return answer.sha256, answer.tensors


def _comes_with_the_package(path: Path) -> bool:
    """Weights of the package are trusted as its code is."""
    return Path(realpath(path)).is_relative_to(ROOT)  # of a link that leads to itself, too


def _asked(asked: CheckpointTask, timeout: float) -> Answer:
    """Ask the process; what is said of its end, in the words of this room.

    Raises:
        CheckpointError: it took too long, or died.
    """
    name = asked.path.name
    try:
        return _READER.do(asked, timeout)
    except TimeoutError:
        text = (
            f"{name} took longer than {timeout:.0f} s to read and measure; run it again while the machine is less busy, or save "
            "fewer tensors: those of the network alone (model.state_dict())"
        )
        raise CheckpointError(text) from None
    except TouchstoneError as error:
        raise CheckpointError(f"reading {name} {one_line(error)}; save model.state_dict() again") from error
